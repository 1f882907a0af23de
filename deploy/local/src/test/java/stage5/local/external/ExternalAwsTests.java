package stage5.local.external;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.local.LocalCloud;
import stage5.local.Ports;
import stage5.local.TestClouds;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;
import stage5.local.sqs.QueueDepth;
import stage5.local.sqs.SqsEmulator;
import stage5.topology.AwsEndpoints;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** Uses another local cloud as the external endpoint, except for SQS, which has no queues at first. */
class ExternalAwsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Topology TOPOLOGY = Topology.load();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static LocalCloud cloud;
    private static Vertx vertx;

    /** Without queues: SQS does not let a name be reused within 60 s. */
    private static SqsEmulator emptySqs;

    private static AwsEndpoints endpoints;
    private static DynamoDbClient dynamoDb;
    private static SqsClient sqs;
    private static SnsClient sns;

    @BeforeAll
    static void start() throws Exception {
        cloud = TestClouds.start(directory);
        vertx = Vertx.vertx();
        int sqsPort = Ports.free().sqs();
        emptySqs = new SqsEmulator(vertx, sqsPort, new Topology(List.of()), new UsageCounters());
        emptySqs.start();
        endpoints = new AwsEndpoints(
                local(cloud.ports().dynamodb()),
                local(sqsPort),
                local(cloud.ports().sns()));
        dynamoDb = Aws.client(DynamoDbClient.builder(), cloud.ports().dynamodb(), TIMEOUT);
        sqs = Aws.client(SqsClient.builder(), sqsPort, TIMEOUT);
        sns = Aws.client(SnsClient.builder(), cloud.ports().sns(), TIMEOUT);
    }

    @AfterAll
    static void stop() {
        dynamoDb.close();
        sqs.close();
        sns.close();
        emptySqs.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        cloud.close();
    }

    @Test
    void shouldCreateMissingResources_whenItStarts() {
        String table = TOPOLOGY.tables().findFirst().orElseThrow().name();
        Queue queue = TOPOLOGY.queues().findFirst().orElseThrow();
        dynamoDb.deleteTable(delete -> delete.tableName(table));
        sns.listTopics().topics().forEach(topic -> sns.deleteTopic(delete -> delete.topicArn(topic.topicArn())));

        startOnce();

        assertThat(dynamoDb.listTables().tableNames()).contains(table);
        assertThat(sqs.getQueueUrl(get -> get.queueName(queue.name())).queueUrl())
                .endsWith(queue.name());
        assertThat(subscriptions()).isEqualTo(expected());
    }

    @Test
    void shouldChangeNothing_whenNothingIsMissing() {
        startOnce();
        Map<String, Long> before = subscriptions();

        startOnce();

        assertThat(subscriptions()).isEqualTo(before).isEqualTo(expected());
    }

    @Test
    void shouldAllowOnlyTheSubscribedTopics_whenItStarts() {
        startOnce();

        TOPOLOGY.queues().forEach(queue -> {
            JsonNode statement = policy(queue.name()).path("Statement").path(0);
            assertThat(statement.path("Action").asText()).isEqualTo("sqs:SendMessage");
            assertThat(statement.path("Principal").path("Service").asText()).isEqualTo("sns.amazonaws.com");
            assertThat(statement.path("Resource").asText()).endsWith(":" + queue.name());
            assertThat(statement
                            .path("Condition")
                            .path("ArnEquals")
                            .path("aws:SourceArn")
                            .valueStream()
                            .map(JsonNode::asText))
                    .containsExactlyElementsOf(queue.subscriptions().stream()
                            .map(subscription -> Aws.topicArn(subscription.topic()))
                            .toList());
        });
    }

    private static JsonNode policy(String queue) {
        String url = sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
        String policy = sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.POLICY))
                .attributes()
                .get(QueueAttributeName.POLICY);
        try {
            return JSON.readTree(policy);
        } catch (JsonProcessingException e) {
            throw new AssertionError(queue + " has no policy", e);
        }
    }

    private static void startOnce() {
        try (ExternalAws aws = new ExternalAws(endpoints, TOPOLOGY)) {
            assertThat(aws.isUp()).isFalse();
            aws.start();
            assertThat(aws.isUp()).isTrue();
            assertThat(aws.depths())
                    .extracting(QueueDepth::name)
                    .containsExactlyElementsOf(
                            TOPOLOGY.queues().map(Queue::name).toList());
        }
    }

    /** Returns the number of subscriptions of each topic. */
    private static Map<String, Long> subscriptions() {
        return sns.listSubscriptions().subscriptions().stream()
                .collect(Collectors.groupingBy(Subscription::topicArn, TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> expected() {
        return TOPOLOGY.queues()
                .flatMap(queue -> queue.subscriptions().stream())
                .collect(Collectors.groupingBy(
                        subscription -> Aws.topicArn(subscription.topic()), TreeMap::new, Collectors.counting()));
    }

    private static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
