package stage5.kit.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.outbox.OutboxItems;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;

/** Tests the path of an event from a commit to a consumer, with the local cloud's table, topic and queue. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class EventBackboneTests {

    private static final String REGISTERED = "stage5.user.registered.v1";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Inject
    EventStore store;

    @Inject
    EventFactory events;

    @Inject
    Dynamo dynamo;

    @Inject
    OutboxItems outbox;

    @Inject
    SqsAsyncClient sqs;

    @Inject
    MeterRegistry metrics;

    @Inject
    MailsConsumer consumer;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    EventTrace trace;

    @Inject
    Tracer tracer;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    private final String subject = "user/" + UUID.randomUUID();

    @AfterEach
    void restoreSns() throws Exception {
        snsFault("ok");
        breakers.resetAll();
    }

    @Test
    void shouldDeliverTheEventOnce_whenItIsCommitted() {
        Event event = events.first(REGISTERED, subject, 1, Map.of("email", "ada@example.com"));

        resultOf(store.commit(store.change().append(event)));

        await().atMost(TIMEOUT).until(() -> received().size() == 1);
        assertThat(received().getFirst()).isEqualTo(event);
        assertThat(event.correlationid()).isEqualTo(event.id());
        await().atMost(TIMEOUT).until(() -> !inOutbox(event));
        assertThat(resultOf(store.read(subject))).containsExactly(event);
    }

    @Test
    void shouldCommitAndPublishLater_whenSnsIsDown() throws Exception {
        snsFault("down");
        Event event = events.first(REGISTERED, subject, 1, Map.of("email", "ada@example.com"));

        resultOf(store.commit(store.change().append(event)));

        assertThat(inOutbox(event)).isTrue();
        assertThat(received()).isEmpty();
        snsFault("ok");
        breakers.resetAll();
        await().atMost(TIMEOUT).until(() -> received().size() == 1);
        await().atMost(TIMEOUT).until(() -> !inOutbox(event));
    }

    @Test
    void shouldHaveNoTrace_whenWorkRunsWithoutTrace() {
        Span span = tracer.spanBuilder("caller").startSpan();
        try (Scope scope = span.makeCurrent()) {
            assertThat(Span.current().getSpanContext().isValid()).isTrue();

            boolean traced = resultOf(trace.withoutTrace(() ->
                    Uni.createFrom().item(() -> Span.current().getSpanContext().isValid())));

            assertThat(traced).isFalse();
        } finally {
            span.end();
        }
    }

    @Test
    void shouldWriteNothing_whenOneConditionFails() {
        Event event = events.first(REGISTERED, subject, 1, Map.of());
        Change change = store.change()
                .put("new", put -> put.item(Map.of("pk", s(subject), "sk", s("PROFILE"), "version", n(1)))
                        .conditionExpression("attribute_exists(pk)"))
                .append(event);

        assertThatThrownBy(() -> resultOf(store.commit(change)))
                .isInstanceOfSatisfying(
                        ConditionsFailed.class, e -> assertThat(e.labels()).containsExactly("new"));

        assertThat(resultOf(store.read(subject))).isEmpty();
        assertThat(resultOf(dynamo.get("users", key(subject, "PROFILE")))).isEmpty();
    }

    @Test
    void shouldFailTheSecondCommit_whenTwoUseTheSameSequence() {
        resultOf(store.commit(store.change().append(events.first(REGISTERED, subject, 1, Map.of()))));

        assertThatThrownBy(() ->
                        resultOf(store.commit(store.change().append(events.first(REGISTERED, subject, 1, Map.of())))))
                .isInstanceOfSatisfying(
                        ConditionsFailed.class, e -> assertThat(e.labels()).containsExactly(Change.SEQUENCE));
    }

    @Test
    void shouldStoreStateWithItsEvent_whenTheEventIsAppendedWithAttributes() {
        Event cause = events.first("stage5.order.placed.v1", "order/" + UUID.randomUUID(), 1, Map.of());
        Event effect = events.because(cause, REGISTERED, subject, 1, Map.of());
        resultOf(store.commit(store.change().append("mine", effect, Map.of("status", s("open")))));

        assertThatThrownBy(() ->
                        resultOf(store.commit(store.change().append("mine", effect, Map.of("status", s("other"))))))
                .isInstanceOfSatisfying(
                        ConditionsFailed.class, e -> assertThat(e.labels()).containsExactly("mine"));

        assertThat(resultOf(store.read(subject))).containsExactly(effect);
        assertThat(effect.causationid()).isEqualTo(cause.id());
        assertThat(resultOf(dynamo.get("users", EventItems.key(subject, 1))).orElseThrow())
                .containsEntry("status", s("open"));
    }

    @Test
    void shouldReadNoEvent_whenStateTakesTheEventsPlace() {
        Map<String, AttributeValue> item = new HashMap<>(EventItems.key(subject, 1));
        item.put("status", s("released"));
        resultOf(store.commit(store.change().put("mine", put -> put.item(item))));

        assertThat(resultOf(store.read(subject))).isEmpty();
        assertThat(resultOf(store.read(subject, 1))).isEmpty();
    }

    @Test
    void shouldRecordReasonAndTrace_whenAMessageFails() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String queueUrl =
                sqs.getQueueUrl(get -> get.queueName(consumer.queue())).join().queueUrl();
        String messageId = sqs.sendMessage(send -> send.queueUrl(queueUrl)
                        .messageBody("{\"traceparent\":\"00-" + trace + "-00f067aa0ba902b7-01\"}"))
                .join()
                .messageId();

        Map<String, AttributeValue> failure = await().atMost(TIMEOUT)
                .until(
                        () -> resultOf(
                                dynamo.get("users", key("FAILURE#" + consumer.queue() + "#" + messageId, "FAILURE"))),
                        Optional::isPresent)
                .orElseThrow();

        assertThat(string(failure, "failure")).isEqualTo("MalformedEventException");
        assertThat(string(failure, "reason")).contains("Not a CloudEvents 1.0 event", "id is missing");
        assertThat(string(failure, "traceId")).isEqualTo(trace);
        assertThat(Instant.parse(string(failure, "failedAt"))).isBeforeOrEqualTo(Instant.now());
        assertThat(number(failure, "failures")).isEqualTo(1);
        assertThat(Instant.ofEpochSecond(number(failure, "expiresAt")))
                .isAfter(Instant.now().plus(Duration.ofDays(14)));
    }

    @Test
    void shouldMeasureTheDepth_whenThereAreDeadLetters() {
        String deadLetters = sqs.getQueueUrl(get -> get.queueName(consumer.queue() + "-dlq"))
                .join()
                .queueUrl();
        await().atMost(TIMEOUT)
                .ignoreException(MeterNotFoundException.class) // registered with the first measurement
                .until(this::deadLetters, depth -> depth == 0);

        sqs.sendMessage(send -> send.queueUrl(deadLetters).messageBody("given up"))
                .join();

        await().atMost(TIMEOUT).until(this::deadLetters, depth -> depth == 1);
    }

    private double deadLetters() {
        return metrics.get("stage5.dlq.depth")
                .tag("queue", consumer.queue())
                .gauge()
                .value();
    }

    private List<Event> received() {
        return consumer.received().stream()
                .filter(event -> event.subject().equals(subject))
                .toList();
    }

    private boolean inOutbox(Event event) {
        return resultOf(dynamo.get("users", outbox.item(event))).isPresent();
    }

    private void snsFault(String mode) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(console.resolve("/faults/sns"))
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString("{\"mode\":\"" + mode + "\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
    }

    private static <T> T resultOf(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }
}
