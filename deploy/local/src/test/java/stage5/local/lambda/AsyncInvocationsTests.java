package stage5.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.local.RecordingInvoker;

class AsyncInvocationsTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:failures";
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:successes";
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final AsyncRetryPolicy FAST =
            new AsyncRetryPolicy(List.of(SHORT, SHORT), SHORT, SHORT, Duration.ofHours(6));
    private static final FunctionReference FUNCTION = new FunctionReference("sweeper", null);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-12T19:03:58.123Z"));
    private final FakeFunctions functions = new FakeFunctions();
    private final BlockingQueue<Map.Entry<String, JsonNode>> records = new LinkedBlockingQueue<>();

    /** Returns the configured outcomes in order, and the last one for all further invocations. */
    private final class FakeFunctions implements AsyncInvocations.Functions {

        private final Deque<CompletionStage<InvocationOutcome>> outcomes = new ArrayDeque<>();
        private final BlockingQueue<InvocationRequest> invocations = new LinkedBlockingQueue<>();
        private EventInvokeConfig config = new EventInvokeConfig(null, null, TOPIC, QUEUE, Instant.EPOCH);
        private boolean disabled;
        private Duration duration = Duration.ZERO;

        @Override
        public synchronized CompletionStage<VersionOutcome> invoke(InvocationRequest request) {
            invocations.add(request);
            now.updateAndGet(time -> time.plus(duration));
            CompletionStage<InvocationOutcome> next = outcomes.size() > 1 ? outcomes.poll() : outcomes.peek();
            return next.thenApply(outcome -> new VersionOutcome("$LATEST", outcome));
        }

        @Override
        public EventInvokeConfig config(FunctionReference function) {
            return config;
        }

        @Override
        public boolean isDisabled(FunctionReference function) {
            return disabled;
        }

        synchronized void respondWith(InvocationOutcome... next) {
            for (InvocationOutcome outcome : next) {
                outcomes.add(CompletableFuture.completedStage(outcome));
            }
        }
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldSendASuccessRecord_whenTheFunctionSucceeds() throws Exception {
        functions.respondWith(RecordingInvoker.response("{\"a\":1}"));

        String id = accept(FAST, "{\"in\":[true]}");

        Map.Entry<String, JsonNode> sent = record();
        assertThat(sent.getKey()).isEqualTo(TOPIC);
        assertThat(sent.getValue()).isEqualTo(JSON.readTree("""
                        {"version": "1.0", "timestamp": "2026-03-12T19:03:58.123Z",
                         "requestContext": {"requestId": "%s",
                           "functionArn": "arn:aws:lambda:us-east-1:000000000000:function:sweeper:$LATEST",
                           "condition": "Success", "approximateInvokeCount": 1},
                         "requestPayload": {"in": [true]},
                         "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
                         "responsePayload": {"a": 1}}""".formatted(id)));
    }

    @Test
    void shouldRetryTheSameRequestTwice_whenTheFunctionFails() throws Exception {
        functions.respondWith(RecordingInvoker.error("no"));

        String id = accept(FAST, "{}");

        Map.Entry<String, JsonNode> sent = record();
        assertThat(sent.getKey()).isEqualTo(QUEUE);
        assertThat(sent.getValue().at("/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
        assertThat(sent.getValue().at("/requestContext/approximateInvokeCount").asInt())
                .isEqualTo(3);
        assertThat(sent.getValue().at("/responseContext/functionError").asText())
                .isEqualTo("Unhandled");
        assertThat(functions.invocations)
                .extracting(InvocationRequest::requestId)
                .containsExactly(id, id, id);
    }

    @Test
    void shouldNotRetry_whenTheSettingsAllowNoRetry() throws Exception {
        functions.config = new EventInvokeConfig(0, null, null, QUEUE, Instant.EPOCH);
        functions.respondWith(RecordingInvoker.error("no"));

        accept(AsyncRetryPolicy.ofAws(), "{}");

        assertThat(record().getValue().at("/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
        assertThat(functions.invocations).hasSize(1);
    }

    @Test
    void shouldDiscardAtOnce_whenTheBackoffExceedsTheMaximumAge() throws Exception {
        functions.config = new EventInvokeConfig(2, Duration.ofSeconds(60), null, QUEUE, Instant.EPOCH);
        functions.duration = Duration.ofMillis(1);
        functions.respondWith(RecordingInvoker.error("no"));

        accept(AsyncRetryPolicy.ofAws(), "{}");

        JsonNode sent = record().getValue();
        assertThat(sent.at("/requestContext/condition").asText()).isEqualTo("EventAgeExceeded");
        assertThat(sent.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(1);
        assertThat(sent.at("/responsePayload/errorMessage").asText()).isEqualTo("no");
    }

    @Test
    void shouldRetryMoreThanTwice_whenTheFunctionIsNotInvoked() throws Exception {
        functions.respondWith(RecordingInvoker.throttled(), RecordingInvoker.throttled());
        functions.outcomes.add(CompletableFuture.failedStage(new IllegalStateException("Lambda is broken")));
        functions.respondWith(
                RecordingInvoker.throttled(), RecordingInvoker.error("no"), RecordingInvoker.response("null"));

        accept(FAST, "{}");

        JsonNode sent = record().getValue();
        assertThat(sent.at("/requestContext/condition").asText()).isEqualTo("Success");
        assertThat(sent.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
        assertThat(functions.invocations).hasSize(6);
    }

    @Test
    void shouldDiscardAtOnceWithoutAResponse_whenTheReservedConcurrencyIsZero() throws Exception {
        functions.disabled = true;
        functions.respondWith(RecordingInvoker.throttled());

        accept(AsyncRetryPolicy.ofAws(), "{}");

        JsonNode sent = record().getValue();
        assertThat(sent.at("/requestContext/condition").asText()).isEqualTo("ZeroReservedConcurrency");
        assertThat(sent.at("/requestContext/approximateInvokeCount").asInt()).isZero();
        assertThat(sent.has("responseContext")).isFalse();
    }

    @Test
    void shouldInvokeTheOtherFunction_whenItIsTheDestination() throws Exception {
        functions.config = new EventInvokeConfig(
                null, null, "arn:aws:lambda:us-east-1:000000000000:function:next", null, Instant.EPOCH);
        functions.respondWith(
                RecordingInvoker.response("1"),
                new InvocationOutcome.Refused(404, "ResourceNotFoundException", "removed"));

        accept(FAST, "{}");

        functions.invocations.poll(30, TimeUnit.SECONDS);
        InvocationRequest next = functions.invocations.poll(30, TimeUnit.SECONDS);
        assertThat(next.function().name()).isEqualTo("next");
        assertThat(JSON.readTree(next.event()).at("/requestContext/condition").asText())
                .isEqualTo("Success");
        assertThat(records).isEmpty();
    }

    private String accept(AsyncRetryPolicy retries, String event) {
        InvocationRequest request = InvocationRequest.of(FUNCTION, event.getBytes(UTF_8));
        new AsyncInvocations(vertx, now::get, retries, functions, this::record).accept(request);
        return request.requestId();
    }

    private CompletionStage<Void> record(String arn, String invocation) {
        try {
            records.add(Map.entry(arn, JSON.readTree(invocation)));
            return CompletableFuture.completedStage(null);
        } catch (java.io.IOException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private Map.Entry<String, JsonNode> record() throws InterruptedException {
        Map.Entry<String, JsonNode> sent = records.poll(30, TimeUnit.SECONDS);
        assertThat(sent).as("the record").isNotNull();
        return sent;
    }
}
