package stage5.local.sns;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.kit.contract.PublisherContracts;
import stage5.local.Ports;
import stage5.local.QueuePolicies;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;
import stage5.local.sqs.SqsEmulator;
import stage5.topology.Topology;

/** SNS and SQS emulators without topics and queues, and SDK clients for them. */
final class SnsFixture implements AutoCloseable {

    static final Map<String, String> RAW = Map.of("RawMessageDelivery", "true");

    private static final int ATTEMPTS = 4;

    final SqsEmulator sqsEmulator;
    final SnsEmulator snsEmulator;
    final SnsClient sns;
    final SqsClient sqs;
    final Ports ports = Ports.free();

    final UsageCounters usage = new UsageCounters();

    private final Vertx vertx = Vertx.vertx();
    private SnsAsyncClient asyncSns;

    SnsFixture() throws Exception {
        sqsEmulator = new SqsEmulator(vertx, ports.sqs(), new Topology(List.of()), usage);
        RetrySchedule quick = failures -> failures < ATTEMPTS ? Optional.of(Duration.ofMillis(50)) : Optional.empty();
        snsEmulator = new SnsEmulator(
                vertx, ports.sns(), sqsEmulator, quick, Optional.of(PublisherContracts.in(Path.of("..", ".."))), usage);
        sqsEmulator.start();
        snsEmulator.start();
        sns = Aws.client(SnsClient.builder(), ports.sns(), Duration.ofSeconds(10));
        sqs = Aws.client(SqsClient.builder(), ports.sqs(), Duration.ofSeconds(20));
    }

    /** Returns an asynchronous client. Created on demand: closing it takes about 2 s, Netty's quiet period. */
    SnsAsyncClient asyncSns() {
        if (asyncSns == null) {
            asyncSns = SnsAsyncClient.builder()
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                    .endpointOverride(URI.create("http://127.0.0.1:" + ports.sns()))
                    .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                    .build();
        }
        return asyncSns;
    }

    /** Returns a client of another region. */
    SnsClient sns(Region region) {
        return SnsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .endpointOverride(URI.create("http://127.0.0.1:" + ports.sns()))
                .build();
    }

    /** Creates a topic and returns its ARN. */
    String topic() {
        return sns.createTopic(request -> request.name("topic-" + UUID.randomUUID()))
                .topicArn();
    }

    /** Creates a queue to which every topic can send, and returns its name. */
    String queue() {
        String name = "queue-" + UUID.randomUUID();
        sqs.createQueue(request ->
                request.queueName(name).attributes(Map.of(QueueAttributeName.POLICY, QueuePolicies.ALLOW_SNS)));
        return name;
    }

    String subscribe(String topic, String queue, Map<String, String> attributes) {
        return sns.subscribe(request -> request.topicArn(topic)
                        .protocol("sqs")
                        .endpoint(Aws.queueArn(queue))
                        .returnSubscriptionArn(true)
                        .attributes(attributes))
                .subscriptionArn();
    }

    /** Creates a queue with a raw, filtered subscription to the topic, and returns its name. */
    String filteredQueue(String topic, String policy, FilterPolicy.Scope scope) {
        String queue = queue();
        Map<String, String> attributes = new HashMap<>(RAW);
        attributes.put("FilterPolicy", policy);
        attributes.put("FilterPolicyScope", scope.name());
        subscribe(topic, queue, attributes);
        return queue;
    }

    String url(String queue) {
        return sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }

    /** Returns this many messages of the queue, or fewer if no more arrive within 5 seconds. */
    List<Message> receive(String queue, int count) {
        List<Message> received = new ArrayList<>();
        while (received.size() < count) {
            List<Message> more = sqs.receiveMessage(request -> request.queueUrl(url(queue))
                            .maxNumberOfMessages(10)
                            .waitTimeSeconds(5)
                            .messageAttributeNames("All")
                            .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .messages();
            if (more.isEmpty()) {
                return received;
            }
            received.addAll(more);
        }
        return received;
    }

    List<String> receiveBodies(String queue, int count) {
        return receive(queue, count).stream().map(Message::body).toList();
    }

    /** Returns the number of visible messages in the queue. */
    int waiting(String queue) {
        return Integer.parseInt(sqs.getQueueAttributes(request ->
                        request.queueUrl(url(queue)).attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }

    @Override
    public void close() {
        sns.close();
        if (asyncSns != null) {
            asyncSns.close();
        }
        sqs.close();
        snsEmulator.close();
        sqsEmulator.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
