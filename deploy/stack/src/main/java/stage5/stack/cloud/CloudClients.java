package stage5.stack.cloud;

import java.net.InetAddress;
import java.net.URI;
import redis.clients.jedis.Jedis;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import stage5.stack.Ports;

/** Creates clients of the shop's stores, in the local cloud or on AWS, for tools that read them directly. */
public final class CloudClients {

    private static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("local", "local");

    private CloudClients() {}

    /**
     * Returns a DynamoDB client with the SDK's default settings for region, credentials and endpoint (<a
     * href="https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html">AWS_REGION, AWS_PROFILE,
     * AWS_ENDPOINT_URL_DYNAMODB and so on</a>).
     */
    public static DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Returns an SQS client with the SDK's default settings. */
    public static SqsClient sqs() {
        return SqsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Returns a client of the stack's DynamoDB. */
    public static DynamoDbClient dynamoDb(Ports ports) {
        return at(ports.dynamoDb(), DynamoDbClient.builder());
    }

    /** Returns a client of the stack's SQS. */
    public static SqsClient sqs(Ports ports) {
        return at(ports.sqs(), SqsClient.builder());
    }

    /** Returns a client of the stack's Redis. */
    public static Jedis redis(Ports ports) {
        return new Jedis(InetAddress.getLoopbackAddress().getHostAddress(), ports.redis());
    }

    private static <
                    B extends
                            AwsSyncClientBuilder<B, C>
                                    & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>,
                    C>
            C at(URI endpoint, B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
