package stage5.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.local.aws.Aws;
import stage5.local.dynamodb.DynamoDbEmulator;
import stage5.local.meter.UsageCounters;
import stage5.local.sns.SnsEmulator;
import stage5.local.sqs.SqsEmulator;
import stage5.topology.Topology;

/**
 * Measures the CPU time of calls in the emulators of DynamoDB, SNS and SQS: the CPU time of this process without that of
 * the calling thread, so without the SDK. Prints one line per kind of call. The limits are twice what was
 * measured, so the machine should be idle otherwise.
 */
@Tag("nightly")
class CostPerCallTests {

    private static final int WARM_UP = 1_500;
    private static final int MEASURED = 1_500;
    private static final String TABLE = "orders";
    private static final int QUEUES = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final Ports PORTS = Ports.free();
    private static final UsageCounters USAGE = new UsageCounters();
    private static final Vertx VERTX = Vertx.vertx();
    private static final DynamoDbEmulator DYNAMODB =
            new DynamoDbEmulator(PORTS.dynamodb(), Topology.load(), new UsageCounters());
    private static final SqsEmulator SQS = new SqsEmulator(VERTX, PORTS.sqs(), Topology.load(), USAGE);
    private static final SnsEmulator SNS =
            new SnsEmulator(VERTX, PORTS.sns(), SQS, Topology.load(), Optional.empty(), USAGE);

    private static DynamoDbClient dynamoDb;
    private static SqsClient sqs;
    private static SnsClient sns;

    @BeforeAll
    static void start() throws Exception {
        DYNAMODB.start();
        SQS.start();
        SNS.start();
        dynamoDb = Aws.client(DynamoDbClient.builder(), PORTS.dynamodb(), TIMEOUT);
        sqs = Aws.client(SqsClient.builder(), PORTS.sqs(), TIMEOUT);
        sns = Aws.client(SnsClient.builder(), PORTS.sns(), TIMEOUT);
    }

    @AfterAll
    static void stop() {
        DYNAMODB.close();
        SNS.close();
        SQS.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldCostLittle_whenAnItemIsRead() {
        dynamoDb.putItem(put -> put.tableName(TABLE).item(item("read", 1)));

        assertThat(millisPerCall(
                        "get",
                        i -> dynamoDb.getItem(
                                get -> get.tableName(TABLE).key(key("read", 1)).consistentRead(true))))
                .isLessThan(2.4);
    }

    @Test
    void shouldCostLittle_whenAnItemIsWritten() {
        assertThat(millisPerCall(
                        "put",
                        i -> dynamoDb.putItem(put -> put.tableName(TABLE)
                                .item(item("written" + i, 1))
                                .conditionExpression("attribute_not_exists(pk)"))))
                .isLessThan(2.5);
    }

    @Test
    void shouldCostLittle_whenThreeItemsAreWrittenInATransaction() {
        assertThat(millisPerCall(
                        "transaction of three",
                        i -> dynamoDb.transactWriteItems(request -> request.transactItems(IntStream.range(0, 3)
                                .mapToObj(n -> TransactWriteItem.builder()
                                        .put(put -> put.tableName(TABLE)
                                                .item(item("transaction" + i, n))
                                                .conditionExpression("attribute_not_exists(pk)"))
                                        .build())
                                .toList()))))
                .isLessThan(6.5);
    }

    @Test
    void shouldCostLittle_whenTenEventsArePublishedToThreeQueues() {
        String topic = sns.createTopic(request -> request.name("cost")).topicArn();
        List<String> queues = IntStream.range(0, QUEUES)
                .mapToObj(n -> queue("published-" + n))
                .toList();
        queues.forEach(queue -> subscribe(topic, queue));
        List<PublishBatchRequestEntry> entries =
                IntStream.range(0, 10).mapToObj(CostPerCallTests::event).toList();

        double millis = millisPerCall(
                "publish of 10 events to 3 queues",
                i -> sns.publishBatch(request -> request.topicArn(topic).publishBatchRequestEntries(entries)));

        assertThat(millis).isLessThan(3.2);
    }

    @Test
    void shouldCostLittle_whenTenMessagesAreReceivedAndDeleted() {
        String topic = sns.createTopic(request -> request.name("cost-received")).topicArn();
        String queue = queue("received");
        subscribe(topic, queue);
        String url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
        List<PublishBatchRequestEntry> entries =
                IntStream.range(0, 10).mapToObj(CostPerCallTests::event).toList();
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            sns.publishBatch(request -> request.topicArn(topic).publishBatchRequestEntries(entries));
        }

        assertThat(millisPerCall("receive and delete of 10 messages", i -> receiveAndDelete(url)))
                .isLessThan(3.2);
    }

    private static void receiveAndDelete(String url) {
        List<Message> messages = sqs.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(20)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNamesWithStrings("ApproximateReceiveCount", "SentTimestamp"))
                .messages();
        assertThat(messages).isNotEmpty();
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        messages.forEach(message -> entries.add(DeleteMessageBatchRequestEntry.builder()
                .id(Integer.toString(entries.size()))
                .receiptHandle(message.receiptHandle())
                .build()));
        sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries));
    }

    private interface Call {
        void perform(int i);
    }

    /** Prints and returns the CPU time of a call after a warm-up, in milliseconds. */
    private static double millisPerCall(String name, Call call) {
        IntStream.range(0, WARM_UP).forEach(call::perform);
        long begin = serverNanos();
        IntStream.range(WARM_UP, WARM_UP + MEASURED).forEach(call::perform);
        double millis = (serverNanos() - begin) / 1_000_000.0 / MEASURED;
        System.out.printf("MEASURED %s: %.2f ms CPU%n", name, millis);
        return millis;
    }

    /** Returns the CPU time of all threads but this one. */
    private static long serverNanos() {
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return process.getProcessCpuTime() - ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String queue(String name) {
        sqs.createQueue(request ->
                request.queueName(name).attributes(Map.of(QueueAttributeName.POLICY, QueuePolicies.ALLOW_SNS)));
        return name;
    }

    private static void subscribe(String topic, String queue) {
        sns.subscribe(request -> request.topicArn(topic)
                .protocol("sqs")
                .endpoint(Aws.queueArn(queue))
                .attributes(Map.of(
                        "RawMessageDelivery", "true", "FilterPolicy", "{\"type\":[\"stage5.order.placed.v1\"]}")));
    }

    private static PublishBatchRequestEntry event(int i) {
        return PublishBatchRequestEntry.builder()
                .id("event-" + i)
                .message("{\"specversion\":\"1.0\",\"id\":\"" + UUID.randomUUID() + "\",\"data\":\"" + "x".repeat(600)
                        + "\"}")
                .messageAttributes(Map.of(
                        "type",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("stage5.order.placed.v1")
                                .build()))
                .build();
    }

    /** Returns an item of some 800 bytes with ten attributes. */
    private static Map<String, AttributeValue> item(String pk, int sk) {
        Map<String, AttributeValue> item = new HashMap<>(key(pk, sk));
        for (int i = 0; i < 7; i++) {
            item.put("attribute-" + i, AttributeValue.fromS("x".repeat(80)));
        }
        item.put("version", AttributeValue.fromN("7"));
        return item;
    }

    private static Map<String, AttributeValue> key(String pk, int sk) {
        return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(Integer.toString(sk)));
    }
}
