package stage5.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.local.aws.Aws;
import stage5.topology.Queue;
import stage5.topology.Table;
import stage5.topology.Topology;

class LocalCloudTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Topology TOPOLOGY = Topology.load();

    @TempDir
    static Path directory;

    private static LocalCloud cloud;
    private static TestHttp console;
    private static DynamoDbClient dynamoDb;
    private static SqsClient sqs;
    private static SnsClient sns;

    @BeforeAll
    static void start() throws Exception {
        cloud = TestClouds.start(directory);
        console = new TestHttp(cloud.ports().console());
        dynamoDb = Aws.client(DynamoDbClient.builder(), cloud.ports().dynamodb(), TIMEOUT);
        sqs = Aws.client(SqsClient.builder(), cloud.ports().sqs(), TIMEOUT);
        sns = Aws.client(SnsClient.builder(), cloud.ports().sns(), TIMEOUT);
    }

    @AfterAll
    static void stop() {
        console.close();
        cloud.close();
    }

    @Test
    void shouldBeHealthy_whenStarted() throws Exception {
        HttpResponse<String> response = console.send("GET", "/health", null);

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode health = TestHttp.json(response);
        assertThat(health.path("status").asText()).isEqualTo("up");
        assertThat(health.at("/parts/dynamodb").asText()).isEqualTo("up");
        assertThat(health.at("/parts/zipkin").asText()).isEqualTo("off");
    }

    @Test
    void shouldHaveTheTablesOfTheTopology() {
        assertThat(dynamoDb.listTables().tableNames())
                .containsExactlyInAnyOrderElementsOf(
                        TOPOLOGY.tables().map(Table::name).toList());
        TOPOLOGY.tables().forEach(table -> {
            TableDescription description = dynamoDb.describeTable(request -> request.tableName(table.name()))
                    .table();
            assertThat(description.globalSecondaryIndexes())
                    .extracting(GlobalSecondaryIndexDescription::indexName)
                    .containsExactlyInAnyOrderElementsOf(
                            table.indexes().stream().map(Table.Index::name).toList());
            assertThat(dynamoDb.describeTimeToLive(request -> request.tableName(table.name()))
                            .timeToLiveDescription()
                            .attributeName())
                    .isEqualTo(table.timeToLive());
        });
    }

    @Test
    void shouldFindItemByIndex_whenItWasPut() {
        dynamoDb.putItem(request -> request.tableName("catalog")
                .item(Map.of(
                        "pk", text("product#1"),
                        "sk", text("product"),
                        "category", text("shoes"),
                        "bySold", AttributeValue.fromN("12"))));

        assertThat(dynamoDb.query(request -> request.tableName("catalog")
                                .indexName("category-by-sold")
                                .keyConditionExpression("category = :category AND bySold > :sold")
                                .expressionAttributeValues(
                                        Map.of(":category", text("shoes"), ":sold", AttributeValue.fromN("10"))))
                        .items())
                .singleElement()
                .satisfies(item -> assertThat(item.get("pk").s()).isEqualTo("product#1"));
    }

    /**
     * By AWS's rules a write unit covers 1 KB, a read unit 4 KB of a strongly consistent read. An eventually consistent
     * read costs half, transactions cost twice as much.
     */
    @Test
    void shouldCountConsumedCapacity_whenTheCallerDoesNotRequestIt() throws Exception {
        Map<String, AttributeValue> key = Map.of("pk", text("meter"), "sk", text("meter"));
        Map<String, AttributeValue> item =
                Map.of("pk", text("meter"), "sk", text("meter"), "text", text("x".repeat(1500)));
        double written = counted("writeUnits", "notifications");
        double read = counted("readUnits", "notifications");

        dynamoDb.putItem(request -> request.tableName("notifications").item(item));
        dynamoDb.transactWriteItems(request -> request.transactItems(TransactWriteItem.builder()
                .put(put -> put.tableName("notifications").item(item))
                .build()));
        dynamoDb.getItem(request -> request.tableName("notifications").key(key));
        dynamoDb.getItem(request -> request.tableName("notifications").key(key).consistentRead(true));

        assertThat(counted("writeUnits", "notifications") - written).isEqualTo(2 + 4);
        assertThat(counted("readUnits", "notifications") - read).isEqualTo(0.5 + 1);
    }

    @Test
    void shouldReportTheCapacityOfKeysAndTheCommandsOfRedis_untilTheyAreReset() throws Exception {
        dynamoDb.putItem(
                request -> request.tableName("notifications").item(Map.of("pk", text("hot"), "sk", text("1"))));
        redis("SET session 42");

        JsonNode keys = console.get("/meter/keys?limit=50000");
        JsonNode hot = find(keys.path("keys"), "hot");
        assertThat(hot.path("table").asText()).isEqualTo("notifications");
        assertThat(hot.has("index") && hot.path("index").isNull()).isTrue();
        assertThat(hot.path("attribute").asText()).isEqualTo("pk");
        assertThat(hot.path("writeUnits").asDouble()).isEqualTo(1);
        assertThat(hot.path("readUnits").asDouble()).isZero();
        assertThat(hot.path("requests").asLong()).isEqualTo(1);
        assertThat(keys.at("/other/requests").asLong()).isZero();
        assertThat(console.get("/meter/keys?limit=1").path("keys")).hasSize(1);
        assertThat(console.get("/meter").at("/redisCommands/set").asDouble()).isPositive();
        assertThat(console.get("/meter")
                        .path("dynamodbCalls")
                        .path("notifications PutItem")
                        .asDouble())
                .isPositive();

        assertThat(console.send("DELETE", "/meter/keys", null).statusCode()).isEqualTo(204);
        assertThat(console.get("/meter/keys").path("keys")).isEmpty();
        assertThat(counted("writeUnits", "notifications")).isPositive();
        assertThat(console.send("DELETE", "/meter", null).statusCode()).isEqualTo(204);
        assertThat(console.get("/meter").path("writeUnits")).isEmpty();
        assertThat(console.get("/meter").at("/redisCommands/set").asDouble()).isZero();
    }

    private static JsonNode find(JsonNode keys, String key) {
        for (JsonNode one : keys) {
            if (one.path("key").asText().equals(key)) {
                return one;
            }
        }
        throw new AssertionError("There is no key " + key + " in " + keys);
    }

    private static double counted(String quantity, String table) throws Exception {
        return TestHttp.json(console.send("GET", "/meter", null))
                .path(quantity)
                .path(table)
                .asDouble();
    }

    @Test
    void shouldHaveTheQueuesOfTheTopology() {
        TOPOLOGY.queues().forEach(queue -> {
            Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(
                            request -> request.queueUrl(url(queue.name())).attributeNames(QueueAttributeName.ALL))
                    .attributes();
            assertThat(attributes)
                    .containsEntry(QueueAttributeName.QUEUE_ARN, Aws.queueArn(queue.name()))
                    .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(Queue.VISIBILITY.toSeconds()));
            assertThat(attributes.get(QueueAttributeName.REDRIVE_POLICY))
                    .contains(Aws.queueArn(queue.deadLetterQueue()), "\"maxReceiveCount\":" + Queue.MAX_RECEIVES);
        });
    }

    @Test
    void shouldApplyTheTopologysFilters_whenPublished() throws Exception {
        publish("user-events", "stage5.user.changed.v1", "for mails");
        publish("user-events", "stage5.user.deleted.v1", "for no queue");
        publish("user-events", "stage5.user.registered.v1", "for mails too");

        assertThat(receive("notification-mails", 2)).containsExactlyInAnyOrder("for mails", "for mails too");
        JsonNode depth = depth("notification-mails");
        assertThat(depth.path("visible").asInt()).isZero();
        assertThat(depth.path("inFlight").asInt()).isEqualTo(2);
        assertThat(depth.path("deadLetters").asInt()).isZero();
    }

    @Test
    void shouldKeepTheDataOfRedis_whenItIsRestarted() throws Exception {
        assertThat(redis("SET session 42")).isEqualTo("+OK");

        assertThat(console.send("POST", "/redis/stop", null).statusCode()).isEqualTo(200);
        assertThat(console.send("GET", "/health", null).statusCode()).isEqualTo(503);
        assertThatThrownBy(() -> redis("GET session")).isInstanceOf(IOException.class);
        assertThat(console.send("POST", "/redis/start", null).statusCode()).isEqualTo(200);
        assertThat(redis("GET session")).isEqualTo("$2");
        assertThat(console.send("POST", "/redis/restart", null).body())
                .isEqualTo("{\"redis\":\"up\",\"redis-sessions\":\"up\"}");

        assertThat(redis("GET session")).isEqualTo("$2");
        assertThat(console.send("GET", "/health", null).statusCode()).isEqualTo(200);
        assertThat(console.send("POST", "/redis/explode", null).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldSetFaultsOfSns() throws Exception {
        HttpResponse<String> down = console.send("PUT", "/faults/sns", "{\"mode\":\"down\"}");
        try {
            assertThat(down.statusCode()).isEqualTo(200);
            assertThat(console.get("/faults/sns").path("mode").asText()).isEqualTo("down");
            assertThatThrownBy(() -> publish("user-events", "stage5.user.deleted.v1", "while down"))
                    .hasMessageContaining("503");
        } finally {
            console.send("PUT", "/faults/sns", "{}");
        }
        assertThat(console.get("/faults/sns").path("mode").asText()).isEqualTo("ok");
        assertThat(console.send("PUT", "/faults/sns", "{\"mode\":\"odd\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldServePagesAndRejectInvalidRequests() throws Exception {
        assertThat(console.send("GET", "/", null).body()).contains("Local cloud");
        assertThat(console.send("GET", "/inbox", null).body()).contains("inbox");
        assertThat(console.get("/mails")).isEmpty();
        assertThat(console.get("/traces?service=gateway&limit=5")).isEmpty();
        assertThat(console.get("/state").at("/ports/console").asInt())
                .isEqualTo(cloud.ports().console());
        assertThat(console.send("GET", "/mails/1", null).statusCode()).isEqualTo(404);
        assertThat(console.send("GET", "/mails/x", null).statusCode()).isEqualTo(400);
        assertThat(console.send("GET", "/mails?limit=0", null).statusCode()).isEqualTo(400);
        assertThat(console.send("GET", "/traces/unknown", null).statusCode()).isEqualTo(404);
        assertThat(console.send("GET", "/traces/of/unknown", null).statusCode()).isEqualTo(404);
        assertThat(console.send("GET", "/trace", null).body()).contains("newest traces");
        assertThat(console.send("GET", "/trace?id=unknown", null).body()).contains("No stored span");
        assertThat(console.send("DELETE", "/mails", null).statusCode()).isEqualTo(204);
    }

    @Test
    void shouldNameThePort_whenItIsInUse() throws Exception {
        Ports ports = Ports.free();
        try (ServerSocket taken = new ServerSocket(ports.redis(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> LocalCloud.start(Options.of(ports, directory, false)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("redis");
        }
    }

    private static void publish(String topic, String type, String message) {
        sns.publish(request -> request.topicArn(Aws.topicArn(topic))
                .message(message)
                .messageAttributes(Map.of(
                        Queue.Subscription.FILTER_ATTRIBUTE,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(type)
                                .build())));
    }

    private static List<String> receive(String queue, int count) {
        List<String> bodies = new ArrayList<>();
        while (bodies.size() < count) {
            List<Message> messages = sqs.receiveMessage(request ->
                            request.queueUrl(url(queue)).waitTimeSeconds(5).maxNumberOfMessages(10))
                    .messages();
            assertThat(messages).isNotEmpty();
            messages.forEach(message -> bodies.add(message.body()));
        }
        return bodies;
    }

    private static JsonNode depth(String queue) throws Exception {
        for (JsonNode depth : console.get("/queues")) {
            if (depth.path("name").asText().equals(queue)) {
                return depth;
            }
        }
        throw new AssertionError("The console doesn't show " + queue);
    }

    private static String redis(String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", cloud.ports().redis());
                OutputStream output = socket.getOutputStream();
                BufferedReader input = new BufferedReader(new InputStreamReader(socket.getInputStream()))) {
            output.write((command + "\r\n").getBytes());
            return input.readLine();
        }
    }

    private static String url(String queue) {
        return sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
