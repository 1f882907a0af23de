package stage5.local.eventsource;

import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import stage5.local.RecordingInvoker;
import stage5.local.RecordingInvoker.RecordedInvocation;
import stage5.local.aws.Aws;
import stage5.local.lambda.InvocationOutcome;

class QueueMappingTests {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static SqsFixture fixture;

    private final RecordingInvoker function = new RecordingInvoker();

    @BeforeAll
    static void start() throws Exception {
        fixture = new SqsFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void shouldInvokeWithTheMessageAndDeleteIt_whenItIsProcessed() throws Exception {
        String queue = fixture.queue(LONG);
        String id = fixture.sqs
                .sendMessage(request -> request.queueUrl(fixture.url(queue))
                        .messageBody("{\"a\":\"ü\"}")
                        .messageAttributes(Map.of(
                                "type", text("stage5.order.placed.v1"),
                                "blob", binary(new byte[] {1, 2}))))
                .messageId();

        try (QueueMapping mapping = open(settings(queue))) {
            RecordedInvocation invocation = function.next();
            fixture.awaitMessageCount(queue, 0);

            JsonNode item = invocation.event().at("/Records/0");
            assertThat(invocation.function()).isEqualTo("consumer");
            assertThat(invocation.event().path("Records")).hasSize(1);
            assertThat(item.path("messageId").asText()).isEqualTo(id);
            assertThat(item.path("receiptHandle").asText()).isNotEmpty();
            assertThat(item.path("body").asText()).isEqualTo("{\"a\":\"ü\"}");
            assertThat(item.at("/attributes/ApproximateReceiveCount").asText()).isEqualTo("1");
            assertThat(item.at("/attributes/SentTimestamp").asText()).matches("\\d{13}");
            assertThat(item.at("/attributes/ApproximateFirstReceiveTimestamp").asText())
                    .matches("\\d{13}");
            assertThat(item.at("/attributes").has("SenderId")).isTrue();
            assertThat(item.at("/messageAttributes/type/stringValue").asText()).isEqualTo("stage5.order.placed.v1");
            assertThat(item.at("/messageAttributes/type/dataType").asText()).isEqualTo("String");
            assertThat(item.at("/messageAttributes/type/stringListValues")).isEmpty();
            assertThat(item.at("/messageAttributes/type").has("binaryValue")).isFalse();
            assertThat(item.at("/messageAttributes/blob/binaryValue").asText()).isEqualTo("AQI=");
            assertThat(item.path("md5OfBody").asText()).matches("[0-9a-f]{32}");
            assertThat(item.path("md5OfMessageAttributes").asText()).matches("[0-9a-f]{32}");
            assertThat(item.path("eventSource").asText()).isEqualTo("aws:sqs");
            assertThat(item.path("eventSourceARN").asText()).isEqualTo(Aws.queueArn(queue));
            assertThat(item.path("awsRegion").asText()).isEqualTo("us-east-1");
        }
    }

    @Test
    void shouldDeleteAllButTheFailedMessages_whenSomeFail() throws Exception {
        String queue = fixture.queue(SHORT);
        fixture.send(queue, "good 1");
        fixture.send(queue, "bad");
        fixture.send(queue, "good 2");
        function.respondWith(QueueMappingTests::failBad);

        List<String> seen = new ArrayList<>();
        try (QueueMapping mapping = open(settings(queue))) {
            while (seen.size() < 4) {
                seen.addAll(SqsFixture.bodies(function.next().event()));
            }
        }

        assertThat(seen).containsExactlyInAnyOrder("good 1", "bad", "good 2", "bad");
        assertThat(fixture.receive(queue, 1, Duration.ofSeconds(10))).containsExactly("bad");
    }

    private static CompletableFuture<InvocationOutcome> failBad(JsonNode event) {
        List<String> failures = new ArrayList<>();
        event.path("Records").forEach(item -> {
            if (item.path("body").asText().equals("bad")) {
                failures.add("{\"itemIdentifier\":\"" + item.path("messageId").asText() + "\"}");
            }
        });
        return CompletableFuture.completedFuture(
                RecordingInvoker.response("{\"batchItemFailures\":[" + String.join(",", failures) + "]}"));
    }

    @Test
    void shouldDeliverTheMessageAgain_whenTheFunctionFails() throws Exception {
        String queue = fixture.queue(SHORT);
        Queue<InvocationOutcome> outcomes = new ConcurrentLinkedQueue<>(
                List.of(RecordingInvoker.error("first"), RecordingInvoker.response("{\"batchItemFailures\":[{}]}")));
        function.respondWith(
                event -> completedStage(outcomes.isEmpty() ? RecordingInvoker.response("") : outcomes.poll()));
        fixture.send(queue, "stubborn");

        try (QueueMapping mapping = open(settings(queue))) {
            for (String receives : List.of("1", "2", "3")) {
                assertThat(function.next()
                                .event()
                                .at("/Records/0/attributes/ApproximateReceiveCount")
                                .asText())
                        .isEqualTo(receives);
            }
            fixture.awaitMessageCount(queue, 0);
        }
    }

    @Test
    void shouldDeliverTheMessageAgain_whenTheFunctionExceedsTheVisibilityTimeout() throws Exception {
        String queue = fixture.queue(SHORT);
        fixture.send(queue, "slow");
        CompletableFuture<InvocationOutcome> slow = new CompletableFuture<>();
        AtomicInteger calls = new AtomicInteger();
        function.respondWith(
                event -> calls.getAndIncrement() == 0 ? slow : completedStage(RecordingInvoker.response("null")));

        try (QueueMapping mapping = open(settings(queue))) {
            assertThat(SqsFixture.bodies(function.next().event())).containsExactly("slow");
            assertThat(SqsFixture.bodies(function.next().event())).containsExactly("slow");
            slow.complete(RecordingInvoker.error("too late"));
            fixture.awaitMessageCount(queue, 0);
        }
    }

    @Test
    void shouldRetryWithTheSameReceipt_whenThrottled() throws Exception {
        String queue = fixture.queue(LONG);
        fixture.send(queue, "patient");
        AtomicInteger calls = new AtomicInteger();
        function.respondWith(event -> completedStage(
                calls.getAndIncrement() < 2 ? RecordingInvoker.throttled() : RecordingInvoker.response("null")));

        try (QueueMapping mapping = open(settings(queue))) {
            JsonNode first = function.next().event();
            assertThat(function.next().event()).isEqualTo(first);
            assertThat(function.next().event()).isEqualTo(first);
            fixture.awaitMessageCount(queue, 0);
        }
    }

    @Test
    void shouldGiveTheMessageUp_whenThrottledForTheVisibilityTimeout() throws Exception {
        String queue = fixture.queue(SHORT);
        fixture.send(queue, "patient");
        function.respondWith(event ->
                completedStage(received(event) < 2 ? RecordingInvoker.throttled() : RecordingInvoker.response("null")));

        try (QueueMapping mapping = open(settings(queue))) {
            JsonNode event = function.next().event();
            while (received(event) < 2) {
                event = function.next().event();
            }
            fixture.awaitMessageCount(queue, 0);
        }
    }

    private static int received(JsonNode event) {
        return event.at("/Records/0/attributes/ApproximateReceiveCount").asInt();
    }

    @Test
    void shouldStayWithinTheMaximumConcurrency_whenManyMessagesWait() throws Exception {
        String queue = fixture.queue(LONG);
        for (int i = 0; i < 12; i++) {
            fixture.send(queue, Integer.toString(i));
        }
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Queue<CompletableFuture<InvocationOutcome>> open = new ConcurrentLinkedQueue<>();
        function.respondWith(event -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            CompletableFuture<InvocationOutcome> outcome = new CompletableFuture<>();
            open.add(outcome);
            return outcome;
        });

        QueueSettings one = settings(queue).withBatches(1, Duration.ZERO).withMaximumConcurrency(2);
        try (QueueMapping mapping = open(one)) {
            for (int i = 0; i < 2; i++) {
                function.next();
            }
            for (int i = 2; i <= 12; i++) {
                running.decrementAndGet();
                open.remove().complete(RecordingInvoker.response("null"));
                if (i < 12) {
                    function.next();
                }
            }
            open.remove().complete(RecordingInvoker.response("null"));
            fixture.awaitMessageCount(queue, 0);
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void shouldFillTheBatch_whenThereIsAWindow() throws Exception {
        String queue = fixture.queue(LONG);
        try (QueueMapping mapping = open(settings(queue).withBatches(12, Duration.ofSeconds(60)))) {
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                sent.add(fixture.send(queue, Integer.toString(i)));
            }

            assertThat(SqsFixture.strings(function.next().event(), "messageId"))
                    .containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @Test
    void shouldInvokeWithAPartialBatch_whenTheWindowEnds() throws Exception {
        String queue = fixture.queue(LONG);
        fixture.send(queue, "alone");

        Instant before = Instant.now();
        try (QueueMapping mapping = open(settings(queue).withBatches(12, SHORT))) {
            assertThat(SqsFixture.bodies(function.next().event())).containsExactly("alone");
        }
        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void shouldSplitABatch_whenItsEventWouldBeOver6Mb() throws Exception {
        String queue = fixture.queue(LONG);
        String body = "\"".repeat(250_000); // a quotation mark takes two bytes in JSON
        for (int i = 0; i < 13; i++) {
            fixture.send(queue, body);
        }

        List<Integer> sizes = new ArrayList<>();
        try (QueueMapping mapping = open(settings(queue).withBatches(100, Duration.ofSeconds(2)))) {
            int messages = 0;
            while (messages < 13) {
                RecordedInvocation invocation = function.next();
                messages += invocation.event().path("Records").size();
                sizes.add(invocation.size());
            }
            fixture.awaitMessageCount(queue, 0);
        }
        assertThat(sizes.getFirst()).isBetween(5_500_000, SqsEvent.MAX_SIZE);
        assertThat(sizes).hasSizeGreaterThan(1);
    }

    @Test
    void shouldWaitForTheFunction_whenClosed() throws Exception {
        String queue = fixture.queue(LONG);
        fixture.send(queue, "in progress");
        CompletableFuture<InvocationOutcome> outcome = new CompletableFuture<>();
        function.respondWith(event -> outcome);
        QueueMapping mapping = open(settings(queue));
        function.next();

        Thread closer = Thread.ofVirtual().start(mapping::close);
        assertThat(closer.join(Duration.ofMillis(100))).isFalse();
        outcome.complete(RecordingInvoker.response("null"));

        assertThat(closer.join(Duration.ofSeconds(10))).isTrue();
        assertThat(fixture.messageCount(queue)).isZero();
    }

    @Test
    void shouldLimitTheWait_whenClosedAndTheFunctionHangs() throws Exception {
        String queue = fixture.queue(LONG);
        fixture.send(queue, "hanging");
        function.respondWith(event -> new CompletableFuture<>());
        QueueMapping mapping = QueueMapping.open(fixture.endpoint(), settings(queue), function, Duration.ofMillis(10));
        function.next();

        mapping.close();

        assertThat(fixture.messageCount(queue)).isEqualTo(1);
    }

    @Test
    void shouldMakeMessagesVisible_whenClosedBeforeTheFunctionReceivesThem() throws Exception {
        String queue = fixture.queue(LONG);
        fixture.send(queue, "throttled");
        function.respondWith(RecordingInvoker.throttled());
        QueueMapping mapping = open(settings(queue));
        function.next();

        mapping.close();

        assertThat(fixture.receive(queue, 1, Duration.ofSeconds(10))).containsExactly("throttled");
    }

    @Test
    void shouldContinueReceiving_whenSqsWasRestarted() throws Exception {
        try (SqsFixture own = new SqsFixture()) {
            String queue = own.queue(LONG);
            try (QueueMapping mapping = QueueMapping.open(own.endpoint(), settings(queue), function)) {
                own.restart();
                own.create(queue, LONG);
                own.send(queue, "after");

                assertThat(SqsFixture.bodies(function.next().event())).containsExactly("after");
            }
        }
    }

    @Test
    void shouldReject_whenTheVisibilityTimeoutIsShorterThanTheFunctionsTimeout() {
        String queue = fixture.queue(Duration.ofSeconds(30));

        assertThatThrownBy(() -> open(QueueSettings.of(queue, "consumer", Duration.ofSeconds(31))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds");
        assertThatThrownBy(() -> open(settings("no-queue"))).isInstanceOf(QueueDoesNotExistException.class);
    }

    private QueueMapping open(QueueSettings settings) {
        return QueueMapping.open(fixture.endpoint(), settings, function);
    }

    private static QueueSettings settings(String queue) {
        return QueueSettings.of(queue, "consumer", SqsFixture.FUNCTION_TIMEOUT);
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    private static MessageAttributeValue binary(byte[] value) {
        return MessageAttributeValue.builder()
                .dataType("Binary")
                .binaryValue(SdkBytes.fromByteArray(value))
                .build();
    }
}
