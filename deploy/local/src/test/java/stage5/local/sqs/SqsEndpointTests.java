package stage5.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueDeletedRecentlyException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;
import stage5.local.Ports;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;
import stage5.topology.Topology;

/** The frequent calls. */
class SqsEndpointTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Vertx VERTX = Vertx.vertx();
    private static final int PORT = Ports.free().sqs();
    private static final UsageCounters USAGE = new UsageCounters();
    private static final SqsEmulator EMULATOR = new SqsEmulator(VERTX, PORT, new Topology(List.of()), USAGE);

    private static SqsClient client;

    private final String queue = "queue-" + UUID.randomUUID();
    private String url;

    @BeforeAll
    static void start() throws Exception {
        EMULATOR.start();
        client = Aws.client(SqsClient.builder(), PORT, Duration.ofSeconds(30));
    }

    @AfterAll
    static void stop() {
        client.close();
        EMULATOR.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void createQueue() {
        url = client.createQueue(request -> request.queueName(queue)).queueUrl();
    }

    @Test
    void shouldReturnTheRequestedAttributes_whenAMessageIsReceived() throws Exception {
        client.sendMessage(request -> request.queueUrl(url)
                .messageBody("Grüße \uD83D\uDE00 \"quoted\"")
                .messageAttributes(Map.of(
                        "type", attribute("String", "x"),
                        "count", attribute("Number.int", "5"),
                        "data",
                                MessageAttributeValue.builder()
                                        .dataType("Binary")
                                        .binaryValue(SdkBytes.fromByteArray(new byte[] {0, 1, 2}))
                                        .build())));

        JsonNode message = received("""
                {"MessageAttributeNames": ["All"], "AttributeNames": ["SentTimestamp", "SenderId"]}""");

        assertThat(message.path("Body").asText()).isEqualTo("Grüße \uD83D\uDE00 \"quoted\"");
        assertThat(message.path("Attributes").propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("SentTimestamp", "SenderId");
        assertThat(message.path("MessageAttributes")).isEqualTo(JSON.readTree("""
                {"type": {"DataType": "String", "StringValue": "x"},
                "count": {"DataType": "Number.int", "StringValue": "5"},
                "data": {"DataType": "Binary", "BinaryValue": "AAEC"}}"""));
        assertThat(received("""
                {"MessageAttributeNames": ["t.*", "missing"]}""").path("MessageAttributes").propertyStream().map(Map.Entry::getKey))
                .containsExactly("type");
        assertThat(received("{}").has("MessageAttributes")).isFalse();
    }

    /** Returns the only message of a response, without its receipt handle; it stays visible. */
    private JsonNode received(String parameters) throws Exception {
        ObjectNode request = (ObjectNode) JSON.readTree(parameters);
        request.put("QueueUrl", url).put("VisibilityTimeout", 0);
        HttpResponse<String> response = call("ReceiveMessage", request);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.0");
        JsonNode messages = JSON.readTree(response.body()).path("Messages");
        assertThat(messages).hasSize(1);
        assertThat(((ObjectNode) messages.get(0)).remove("ReceiptHandle")).isNotNull();
        return messages.get(0);
    }

    private static HttpResponse<String> call(String action, JsonNode request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/"))
                            .header("X-Amz-Target", "AmazonSQS." + action)
                            .header("Content-Type", "application/x-amz-json-1.0")
                            .POST(BodyPublishers.ofString(request.toString()))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void shouldCountReceives_whenAMessageIsReceivedAgain() {
        send("message");

        assertThat(receive(1, 0, "All").getFirst().attributesAsStrings()).containsEntry("ApproximateReceiveCount", "1");
        Message again = receive(1, 0, "All").getFirst();
        assertThat(again.attributesAsStrings())
                .containsEntry("ApproximateReceiveCount", "2")
                .containsKeys("SentTimestamp", "ApproximateFirstReceiveTimestamp", "SenderId");
        assertThat(receive(1, 0).getFirst().attributesAsStrings()).isEmpty();
    }

    @Test
    void shouldHideAMessage_untilItsTimeoutIsSetToZero() {
        send("message");
        Message message = receive(10, 30).getFirst();
        assertThat(receive(10, 30)).isEmpty();

        client.changeMessageVisibility(change ->
                change.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
        Message again = receive(10, 30).getFirst();
        assertThat(client.changeMessageVisibilityBatch(change -> change.queueUrl(url)
                                .entries(ChangeMessageVisibilityBatchRequestEntry.builder()
                                        .id("one")
                                        .receiptHandle(again.receiptHandle())
                                        .visibilityTimeout(0)
                                        .build()))
                        .successful())
                .hasSize(1);
        assertThat(receive(10, 30)).hasSize(1);
    }

    @Test
    void shouldReportEachEntry_whenABatchIsDeleted() {
        send("first");
        send("second");
        List<Message> messages = receive(10, 30);
        assertThat(messages).hasSize(2);

        DeleteMessageBatchResponse response = client.deleteMessageBatch(request -> request.queueUrl(url)
                .entries(
                        entry("a", messages.get(0).receiptHandle()),
                        entry("invalid", "no handle"),
                        entry("b", messages.get(1).receiptHandle())));

        assertThat(response.successful())
                .extracting(DeleteMessageBatchResultEntry::id)
                .containsExactly("a", "b");
        assertThat(response.failed()).singleElement().satisfies(failed -> {
            assertThat(failed.id()).isEqualTo("invalid");
            assertThat(failed.code()).isEqualTo("ReceiptHandleIsInvalid");
            assertThat(failed.senderFault()).isTrue();
        });
        assertThat(EMULATOR.isUp()).isTrue();
        assertThatThrownBy(() ->
                        client.deleteMessage(request -> request.queueUrl(url).receiptHandle("no handle")))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
    }

    @Test
    void shouldReturnAMessageAtOnce_whenItArrivesDuringTheWait() throws Exception {
        CompletableFuture<List<Message>> waiting = CompletableFuture.supplyAsync(
                () -> client.receiveMessage(request -> request.queueUrl(url).waitTimeSeconds(20))
                        .messages());

        send("late");

        assertThat(waiting.get(15, TimeUnit.SECONDS)).extracting(Message::body).containsExactly("late");
    }

    @Test
    void shouldFindNoQueue_whenItWasDeleted() {
        send("message");
        assertThat(receive(1, 0)).hasSize(1);

        client.deleteQueue(request -> request.queueUrl(url));

        assertThatThrownBy(() -> receive(1, 0)).isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(this::createQueue).isInstanceOf(QueueDeletedRecentlyException.class);
    }

    @Test
    void shouldRejectInvalidParameters() {
        assertThatThrownBy(() -> receive(11, 0)).isInstanceOf(SqsException.class);
        assertThatThrownBy(() -> client.deleteMessageBatch(
                        request -> request.queueUrl(url).entries(entry("same", "1"), entry("same", "2"))))
                .isInstanceOf(SqsException.class);
    }

    @Test
    void shouldCountCallsByQueue() {
        send("message");
        receive(1, 30);

        assertThat(USAGE.totals().get("sqsCalls"))
                .containsEntry(queue + " SendMessage", 1.0)
                .containsEntry(queue + " ReceiveMessage", 1.0);
    }

    private void send(String body) {
        client.sendMessage(request -> request.queueUrl(url).messageBody(body));
    }

    private List<Message> receive(int count, int visibilitySeconds, String... systemAttributes) {
        return client.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(count)
                        .visibilityTimeout(visibilitySeconds)
                        .messageSystemAttributeNamesWithStrings(systemAttributes))
                .messages();
    }

    private static DeleteMessageBatchRequestEntry entry(String id, String handle) {
        return DeleteMessageBatchRequestEntry.builder()
                .id(id)
                .receiptHandle(handle)
                .build();
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }
}
