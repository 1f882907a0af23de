package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import stage5.local.aws.Aws;

class SnsDeliveryTests {

    private static final String TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    private static SnsFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new SnsFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void shouldMapAttributes_whenDeliveryIsRaw() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        fixture.subscribe(topic, queue, SnsFixture.RAW);

        publish(
                topic,
                "hello",
                Map.of(
                        "type", text("String", "stage5.order.placed.v1"),
                        "size", text("Number", "12.5"),
                        "tags", text("String.Array", "[\"a\",\"b\"]"),
                        "blob", binary(new byte[] {0, 1, (byte) 0xFF})));

        Message message = fixture.receive(queue, 1).getFirst();
        assertThat(message.body()).isEqualTo("hello");
        assertThat(message.messageAttributes()).hasSize(4);
        assertThat(message.messageAttributes().get("type").stringValue()).isEqualTo("stage5.order.placed.v1");
        assertThat(message.messageAttributes().get("size").dataType()).isEqualTo("Number");
        assertThat(message.messageAttributes().get("size").stringValue()).isEqualTo("12.5");
        assertThat(message.messageAttributes().get("tags").dataType()).isEqualTo("String.Array");
        assertThat(message.messageAttributes().get("blob").binaryValue().asByteArray())
                .containsExactly(0, 1, 0xFF);
    }

    @Test
    void shouldWrapMessage_whenDeliveryIsNotRaw() throws Exception {
        String topic = fixture.topic();
        String queue = fixture.queue();
        fixture.subscribe(topic, queue, Map.of());
        Instant before = Instant.now();

        PublishResponse published = fixture.sns.publish(request -> request.topicArn(topic)
                .subject("A subject")
                .message("{\"a\":\"ü\"}")
                .messageAttributes(Map.of("type", text("String", "t"), "blob", binary(new byte[] {1, 2}))));

        Message message = fixture.receive(queue, 1).getFirst();
        JsonNode envelope = new ObjectMapper().readTree(message.body());
        assertThat(message.messageAttributes()).isEmpty();
        assertThat(envelope.path("Type").asText()).isEqualTo("Notification");
        assertThat(envelope.path("MessageId").asText()).isEqualTo(published.messageId());
        assertThat(envelope.path("TopicArn").asText()).isEqualTo(topic);
        assertThat(envelope.path("Subject").asText()).isEqualTo("A subject");
        assertThat(envelope.path("Message").asText()).isEqualTo("{\"a\":\"ü\"}");
        assertThat(Instant.parse(envelope.path("Timestamp").asText())).isBetween(before.minusMillis(1), Instant.now());
        assertThat(envelope.at("/MessageAttributes/type/Type").asText()).isEqualTo("String");
        assertThat(envelope.at("/MessageAttributes/type/Value").asText()).isEqualTo("t");
        assertThat(envelope.at("/MessageAttributes/blob/Value").asText()).isEqualTo("AQI=");
    }

    @Test
    void shouldDeliverOnlyAdmittedMessages_whenTheFilterIsOnAttributes() {
        String topic = fixture.topic();
        String placed = fixture.filteredQueue(
                topic, "{\"type\":[\"order.placed\",\"order.rejected\"]}", FilterPolicy.Scope.MessageAttributes);
        String expensive = fixture.filteredQueue(
                topic,
                "{\"type\":[{\"prefix\":\"order.\"}],\"total\":[{\"numeric\":[\">=\",100]}]}",
                FilterPolicy.Scope.MessageAttributes);
        String urgent = fixture.filteredQueue(topic, "{\"tags\":[\"urgent\"]}", FilterPolicy.Scope.MessageAttributes);
        String untagged =
                fixture.filteredQueue(topic, "{\"tags\":[{\"exists\":false}]}", FilterPolicy.Scope.MessageAttributes);

        publish(topic, "1", Map.of("type", text("String", "order.placed"), "total", text("Number", "99")));
        publish(topic, "2", Map.of("type", text("String", "order.placed"), "total", text("Number", "100.0")));
        publish(
                topic,
                "3",
                Map.of(
                        "type", text("String", "order.confirmed"),
                        "total", text("Number", "1e3"),
                        "tags", text("String.Array", "[\"urgent\",\"gift\"]")));
        publish(topic, "4", Map.of());
        publish(topic, "5", Map.of("type", text("String", "order.rejected"), "tags", binary(new byte[] {1})));

        assertThat(fixture.receiveBodies(placed, 3)).containsExactlyInAnyOrder("1", "2", "5");
        assertThat(fixture.receiveBodies(expensive, 2)).containsExactlyInAnyOrder("2", "3");
        assertThat(fixture.receiveBodies(urgent, 1)).containsExactly("3");
        assertThat(fixture.receiveBodies(untagged, 4)).containsExactlyInAnyOrder("1", "2", "4", "5");
    }

    @Test
    void shouldDeliverOnlyAdmittedMessages_whenTheFilterIsOnTheBody() {
        String topic = fixture.topic();
        String queue = fixture.filteredQueue(
                topic,
                "{\"order\":{\"total\":[{\"numeric\":[\">\",10]}]},\"kind\":[{\"anything-but\":\"test\"}]}",
                FilterPolicy.Scope.MessageBody);

        publish(topic, "{\"kind\":\"real\",\"order\":{\"total\":5}}", Map.of());
        publish(topic, "{\"kind\":\"test\",\"order\":{\"total\":50}}", Map.of());
        publish(topic, "no json", Map.of("kind", text("String", "real")));
        publish(topic, "[1]", Map.of());
        publish(topic, "{\"kind\":\"real\",\"order\":{\"total\":50}}", Map.of());

        assertThat(fixture.receiveBodies(queue, 1)).containsExactly("{\"kind\":\"real\",\"order\":{\"total\":50}}");
        assertThat(fixture.waiting(queue)).isZero();
    }

    @Test
    void shouldDiscardTheMessage_whenItIsRawAndHasMoreAttributesThanSqsAccepts() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        fixture.subscribe(topic, queue, SnsFixture.RAW);
        Map<String, MessageAttributeValue> eleven =
                IntStream.range(0, 11).boxed().collect(Collectors.toMap(i -> "a" + i, i -> text("String", "v")));
        Map<String, MessageAttributeValue> ten = new HashMap<>(eleven);
        ten.remove("a10");

        publish(topic, "eleven", eleven);
        publish(topic, "ten", ten);

        assertThat(fixture.receiveBodies(queue, 1)).containsExactly("ten");
    }

    @Test
    void shouldKeepTheAttributes_whenARawMessageIsADeadLetter() {
        String topic = fixture.topic();
        String deadLetters = fixture.queue();
        fixture.subscribe(topic, missingQueue(), withRedrive(deadLetters));

        fixture.sns.publish(request -> request.topicArn(topic)
                .message("hello")
                .messageGroupId("tenant-1")
                .messageAttributes(Map.of("type", text("String", "stage5.order.placed.v1")))
                .overrideConfiguration(override -> override.putHeader("X-Amzn-Trace-Id", TRACE)));

        Message deadLetter = fixture.receive(deadLetters, 1).getFirst();
        assertThat(deadLetter.body()).isEqualTo("hello");
        assertThat(deadLetter.messageAttributes()).containsOnlyKeys("type");
        assertThat(deadLetter.messageAttributes().get("type").stringValue()).isEqualTo("stage5.order.placed.v1");
        assertThat(deadLetter.attributes())
                .containsEntry(MessageSystemAttributeName.AWS_TRACE_HEADER, TRACE)
                .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "tenant-1");
    }

    @Test
    void shouldKeepTheEnvelope_whenAMessageIsADeadLetter() throws Exception {
        String topic = fixture.topic();
        String deadLetters = fixture.queue();
        Map<String, String> enveloped = new HashMap<>(withRedrive(deadLetters));
        enveloped.remove("RawMessageDelivery");
        fixture.subscribe(topic, missingQueue(), enveloped);

        publish(topic, "hello", Map.of("type", text("String", "stage5.order.placed.v1")));

        Message deadLetter = fixture.receive(deadLetters, 1).getFirst();
        JsonNode envelope = new ObjectMapper().readTree(deadLetter.body());
        assertThat(deadLetter.messageAttributes()).isEmpty();
        assertThat(envelope.path("Message").asText()).isEqualTo("hello");
        assertThat(envelope.at("/MessageAttributes/type/Value").asText()).isEqualTo("stage5.order.placed.v1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldPassOnTraceAndGroup_whenThePublisherStatesThem(boolean raw) {
        String topic = fixture.topic();
        String queue = fixture.queue();
        fixture.subscribe(topic, queue, Map.of("RawMessageDelivery", Boolean.toString(raw)));

        fixture.sns.publish(request -> request.topicArn(topic)
                .message("one")
                .messageGroupId("tenant-1")
                .overrideConfiguration(override -> override.putHeader("X-Amzn-Trace-Id", TRACE)));
        fixture.sns.publishBatch(request -> request.topicArn(topic)
                .publishBatchRequestEntries(
                        entry -> entry.id("1").message("two").messageGroupId("tenant-1"))
                .overrideConfiguration(override -> override.putHeader("X-Amzn-Trace-Id", TRACE)));

        assertThat(fixture.receive(queue, 2)).hasSize(2).allSatisfy(message -> assertThat(message.attributes())
                .containsEntry(MessageSystemAttributeName.AWS_TRACE_HEADER, TRACE)
                .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "tenant-1"));
    }

    @Test
    void shouldHaveNoTraceAndGroup_whenThePublisherStatesNone() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        fixture.subscribe(topic, queue, SnsFixture.RAW);

        publish(topic, "hello", Map.of());

        assertThat(fixture.receive(queue, 1).getFirst().attributes())
                .doesNotContainKeys(
                        MessageSystemAttributeName.AWS_TRACE_HEADER, MessageSystemAttributeName.MESSAGE_GROUP_ID);
    }

    @Test
    void shouldSendToTheDeadLetterQueueAtOnce_whenQueueWasDeleted() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        String deadLetters = fixture.queue();
        fixture.subscribe(topic, queue, withRedrive(deadLetters));
        publish(topic, "before", Map.of());
        assertThat(fixture.receiveBodies(queue, 1)).containsExactly("before");

        fixture.sqs.deleteQueue(request -> request.queueUrl(fixture.url(queue)));
        publish(topic, "after", Map.of());

        assertThat(fixture.receiveBodies(deadLetters, 1)).containsExactly("after");
    }

    @Test
    void shouldDeliverToTheOtherQueues_whenOneIsMissing() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        fixture.subscribe(topic, missingQueue(), SnsFixture.RAW);
        fixture.subscribe(topic, queue, SnsFixture.RAW);

        publish(topic, "hello", Map.of());

        assertThat(fixture.receiveBodies(queue, 1)).containsExactly("hello");
    }

    @Test
    void shouldDeliverWithinMilliseconds_whenReceiverWaits() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        fixture.subscribe(topic, queue, SnsFixture.RAW);
        publish(topic, "warm up", Map.of());
        fixture.receive(queue, 1);
        CompletableFuture<List<Message>> received = CompletableFuture.supplyAsync(() -> fixture.receive(queue, 1));

        long begin = System.nanoTime();
        publish(topic, "hello", Map.of());
        received.join();

        assertThat((System.nanoTime() - begin) / 1_000_000).isLessThan(500);
    }

    @Test
    void shouldLoseNothing_whenPublishedConcurrently() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        fixture.subscribe(topic, queue, SnsFixture.RAW);
        List<String> sent = IntStream.range(0, 300).mapToObj(Integer::toString).toList();

        List<CompletableFuture<PublishResponse>> responses = new ArrayList<>();
        for (String message : sent) {
            responses.add(fixture.asyncSns()
                    .publish(request -> request.topicArn(topic).message(message)));
            if (responses.size() % 40 == 0) { // the client's pool has 50 connections and a short queue
                CompletableFuture.allOf(responses.toArray(CompletableFuture[]::new))
                        .join();
            }
        }
        CompletableFuture.allOf(responses.toArray(CompletableFuture[]::new)).join();

        assertThat(fixture.receiveBodies(queue, 300)).containsExactlyInAnyOrderElementsOf(sent);
    }

    private static void publish(String topic, String message, Map<String, MessageAttributeValue> attributes) {
        fixture.sns.publish(request -> request.topicArn(topic).message(message).messageAttributes(attributes));
    }

    private static MessageAttributeValue text(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    private static MessageAttributeValue binary(byte[] value) {
        return MessageAttributeValue.builder()
                .dataType("Binary")
                .binaryValue(SdkBytes.fromByteArray(value))
                .build();
    }

    private static String missingQueue() {
        return "never-created-" + UUID.randomUUID();
    }

    private static Map<String, String> withRedrive(String deadLetters) {
        Map<String, String> attributes = new HashMap<>(SnsFixture.RAW);
        attributes.put("RedrivePolicy", "{\"deadLetterTargetArn\":\"%s\"}".formatted(Aws.queueArn(deadLetters)));
        return attributes;
    }
}
