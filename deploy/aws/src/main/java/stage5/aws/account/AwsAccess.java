package stage5.aws.account;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The credentials and the endpoint of all calls. Clients share one HTTP client; closing this closes it. */
public final class AwsAccess implements AutoCloseable {

    private final Optional<URI> endpoint;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();

    /** @param endpoint that replaces AWS's endpoints of every service; empty for AWS */
    public AwsAccess(Optional<URI> endpoint, AwsCredentialsProvider credentials) {
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    public StsClient sts(String region) {
        return configured(StsClient.builder(), region).build();
    }

    public CloudFormationClient cloudFormation(String region) {
        return configured(CloudFormationClient.builder(), region).build();
    }

    public SsmClient ssm(String region) {
        return configured(SsmClient.builder(), region).build();
    }

    public LambdaClient lambda(String region) {
        return configured(LambdaClient.builder(), region).build();
    }

    public DynamoDbClient dynamoDb(String region) {
        return configured(DynamoDbClient.builder(), region).build();
    }

    public S3Client s3(String region) {
        return configured(S3Client.builder().forcePathStyle(endpoint.isPresent()), region)
                .build();
    }

    /** Returns signed calls of services without a client. */
    public SignedCalls calls() {
        return new SignedCalls(http, credentials, endpoint);
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder, String region) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(http);
    }

    @Override
    public void close() {
        http.close();
    }
}
