package stage5.local.aws;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** The account and region that the local cloud emulates, and SDK clients for the emulators. */
public final class Aws {

    public static final String REGION = "us-east-1";
    public static final String ACCOUNT = "000000000000";

    private static final AwsCredentialsProvider LOCAL =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    private Aws() {}

    /** Returns the ARN of the topic with this name. */
    public static String topicArn(String topic) {
        return topicArn(REGION, topic);
    }

    /** Returns the ARN of the topic with this name in another region. */
    public static String topicArn(String region, String topic) {
        return String.join(":", "arn", "aws", "sns", region, ACCOUNT, topic);
    }

    /** Returns the name of the topic with this ARN. */
    public static String topic(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /** Returns the ARN of the queue with this name. */
    public static String queueArn(String queue) {
        return arn("sqs", queue);
    }

    /** Returns the ARN of the function with this name. */
    public static String functionArn(String function) {
        return arn("lambda", "function:" + function);
    }

    /**
     * Returns a client for an emulator on this port of 127.0.0.1. It does not retry; the caller decides about that.
     *
     * @param responseTimeout how long to wait for a response
     */
    public static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
            B builder, int port, Duration responseTimeout) {
        return client(builder, URI.create("http://127.0.0.1:" + port), responseTimeout);
    }

    /** Returns such a client for an endpoint that accepts the local cloud's region and credentials. */
    public static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
            B builder, URI endpoint, Duration responseTimeout) {
        return client(builder, endpoint, responseTimeout, REGION, LOCAL);
    }

    /**
     * Returns such a client for an external endpoint. Region and credentials come from the environment variables, if
     * they are set.
     */
    public static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C externalClient(
            B builder, URI endpoint, Duration responseTimeout) {
        return client(
                builder,
                endpoint,
                responseTimeout,
                System.getenv().getOrDefault("AWS_REGION", REGION),
                AwsCredentialsProviderChain.of(EnvironmentVariableCredentialsProvider.create(), LOCAL));
    }

    private static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
            B builder, URI endpoint, Duration responseTimeout, String region, AwsCredentialsProvider credentials) {
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(responseTimeout))
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .endpointOverride(endpoint)
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private static String arn(String service, String name) {
        return String.join(":", "arn", "aws", service, REGION, ACCOUNT, name);
    }
}
