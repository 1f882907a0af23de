package stage5.local.eventsource;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import stage5.local.aws.Aws;
import stage5.local.lambda.Destinations;

/** Sends records of asynchronous invocations to SQS and SNS. Clients are created at the first use. */
public final class AwsDestinations implements Destinations, AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final URI sqsEndpoint;
    private final URI snsEndpoint;
    private final ExecutorService senders = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("destination-", 1).factory());
    private SqsClient sqs;
    private SnsClient sns;

    public AwsDestinations(URI sqs, URI sns) {
        this.sqsEndpoint = sqs;
        this.snsEndpoint = sns;
    }

    @Override
    public CompletionStage<Void> send(String arn, String invocationRecord) {
        return CompletableFuture.runAsync(() -> sendNow(arn, invocationRecord), senders);
    }

    private void sendNow(String arn, String invocationRecord) {
        if (arn.startsWith("arn:aws:sqs:")) {
            SqsClient client = sqs();
            String name = arn.substring(arn.lastIndexOf(':') + 1);
            String url = client.getQueueUrl(request -> request.queueName(name)).queueUrl();
            client.sendMessage(request -> request.queueUrl(url).messageBody(invocationRecord));
        } else {
            sns().publish(request -> request.topicArn(arn).message(invocationRecord));
        }
    }

    private synchronized SqsClient sqs() {
        if (sqs == null) {
            sqs = Aws.client(SqsClient.builder(), sqsEndpoint, TIMEOUT);
        }
        return sqs;
    }

    private synchronized SnsClient sns() {
        if (sns == null) {
            sns = Aws.client(SnsClient.builder(), snsEndpoint, TIMEOUT);
        }
        return sns;
    }

    /** Ends after the records that are being sent. */
    @Override
    public void close() {
        senders.close();
        synchronized (this) {
            if (sqs != null) {
                sqs.close();
            }
            if (sns != null) {
                sns.close();
            }
        }
    }
}
