package stage5.local.external;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.SqsClient;
import stage5.local.LocalCloud;
import stage5.local.Options;
import stage5.local.Ports;
import stage5.local.aws.Aws;
import stage5.local.sqs.QueueDepth;
import stage5.topology.AwsEndpoints;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** Uses another local cloud as the external endpoint. Calls to SQS pass through a recorder. */
class ExternalAwsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Topology TOPOLOGY = Topology.load();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static LocalCloud cloud;
    private static HttpServer recorder;
    private static AwsEndpoints endpoints;
    private static DynamoDbClient dynamoDb;
    private static SqsClient sqs;
    private static SnsClient sns;

    /** The last policy of each queue, by the queue's name. */
    private static final Map<String, JsonNode> POLICIES = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        cloud = LocalCloud.start(Options.of(Ports.free(), directory, false));
        recorder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        recorder.createContext("/", ExternalAwsTests::record);
        recorder.start();
        endpoints = new AwsEndpoints(
                local(cloud.ports().dynamodb()),
                local(recorder.getAddress().getPort()),
                local(cloud.ports().sns()));
        dynamoDb = Aws.client(DynamoDbClient.builder(), cloud.ports().dynamodb(), TIMEOUT);
        sqs = Aws.client(SqsClient.builder(), cloud.ports().sqs(), TIMEOUT);
        sns = Aws.client(SnsClient.builder(), cloud.ports().sns(), TIMEOUT);
    }

    @AfterAll
    static void stop() {
        dynamoDb.close();
        sqs.close();
        sns.close();
        recorder.stop(0);
        cloud.close();
    }

    @Test
    void shouldCreateMissingResources_whenItStarts() {
        String table = TOPOLOGY.tables().findFirst().orElseThrow().name();
        Queue queue = TOPOLOGY.queues().findFirst().orElseThrow();
        dynamoDb.deleteTable(delete -> delete.tableName(table));
        sqs.deleteQueue(delete -> delete.queueUrl(
                sqs.getQueueUrl(get -> get.queueName(queue.name())).queueUrl()));
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

        assertThat(POLICIES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        TOPOLOGY.queues().map(Queue::name).toList());
        TOPOLOGY.queues().forEach(queue -> {
            JsonNode statement = POLICIES.get(queue.name()).path("Statement").path(0);
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

    /** Records a call and forwards it to the local cloud's SQS. */
    private static void record(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        JsonNode call = JSON.readTree(body);
        if (target.endsWith(".SetQueueAttributes")) {
            String url = call.path("QueueUrl").asText();
            POLICIES.put(
                    url.substring(url.lastIndexOf('/') + 1),
                    JSON.readTree(call.path("Attributes").path("Policy").asText()));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(local(cloud.ports().sqs()))
                            .header("X-Amz-Target", target)
                            .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            response.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            exchange.sendResponseHeaders(
                    response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted during a call to SQS", e);
        } finally {
            exchange.close();
        }
    }
}
