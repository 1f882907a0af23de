package stage5.local.aws;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** The account and region that the local cloud plays, and how its own parts call each other. */
public final class Aws {

    public static final String REGION = "us-east-1";
    public static final String ACCOUNT = "000000000000";

    private Aws() {}

    /** Returns the ARN of the topic with this name. */
    public static String topicArn(String topic) {
        return arn("sns", topic);
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
     * Returns a client for a stand-in on the given port, which gives up instead of trying again: who calls it decides.
     *
     * @param answerWithin how long to wait for an answer
     */
    public static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
            B builder, int port, Duration answerWithin) {
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(answerWithin))
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private static String arn(String service, String name) {
        return String.join(":", "arn", "aws", service, REGION, ACCOUNT, name);
    }
}
