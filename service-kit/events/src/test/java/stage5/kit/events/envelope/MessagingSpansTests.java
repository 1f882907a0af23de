package stage5.kit.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.kit.events.consumption.Delivery;

class MessagingSpansTests {

    private static final String QUEUE = "test-queue";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CREATED = "00f067aa0ba902b7";
    private static final Context INVOCATION = MessagingSpans.created(
            TestEvents.traced(event(Instant.now()), "00-5bf92f3577b34da6a3ce929d0e0e4737-11f067aa0ba902b8-01"));

    private final FinishedSpans finished = new FinishedSpans();
    private final SdkTracerProvider tracing =
            SdkTracerProvider.builder().addSpanProcessor(finished).build();

    @AfterEach
    void shouldFollowTheConventions() {
        assertThat(finished.violations()).isEmpty();
        tracing.close();
    }

    @ParameterizedTest
    @CsvSource({"PARENT, true, 0", "LINK, false, 1", "BOTH, true, 1"})
    void shouldFollowTheSetting_whenAMessageIsProcessed(TracingSettings.Async async, boolean child, int links) {
        end(spans(async).process(QUEUE, delivery(), traced(Instant.now()), Context.root()), null);

        assertThat(process().getParentSpanContext().isValid()).isEqualTo(child);
        assertThat(process().getTraceId().equals(TRACE)).isEqualTo(child);
        assertThat(linked(process())).hasSize(links).allMatch(CREATED::equals);
    }

    /** Spans are billed by the byte. */
    @ParameterizedTest
    @EnumSource(TracingSettings.Async.class)
    void shouldNameTheTypeOnlyWithoutParent_whenAMessageIsProcessed(TracingSettings.Async async) {
        end(spans(async).process(QUEUE, delivery(), traced(Instant.now()), Context.root()), null);

        boolean isChild = process().getParentSpanContext().isValid();
        assertThat(process().getAttributes().get(AttributeKey.stringKey("cloudevents.event_type")) == null)
                .isEqualTo(isChild);
        assertThat(process().getAttributes().get(AttributeKey.stringKey("cloudevents.event_id")))
                .isNotNull();
    }

    @Test
    void shouldStartATraceThatLinksToTheCreation_whenTheEventIsOld() {
        Event old = traced(Instant.now().minus(Duration.ofDays(2)));

        end(spans(TracingSettings.Async.PARENT).process(QUEUE, delivery(), old, Context.root()), null);

        assertThat(process().getTraceId()).isNotEqualTo(TRACE);
        assertThat(process().getParentSpanContext().isValid()).isFalse();
        assertThat(linked(process())).containsExactly(CREATED);
    }

    @ParameterizedTest
    @CsvSource({"PARENT, 00f067aa0ba902b7, 11f067aa0ba902b8", "LINK, 11f067aa0ba902b8, 00f067aa0ba902b7"})
    void shouldReferToTheInvocation_whenAFunctionProcesses(TracingSettings.Async async, String parent, String link) {
        end(spans(async).process(QUEUE, delivery(), traced(Instant.now()), INVOCATION), null);

        assertThat(process().getParentSpanId()).isEqualTo(parent);
        assertThat(linked(process())).containsExactly(link);
    }

    @ParameterizedTest
    @EnumSource(TracingSettings.Async.class)
    void shouldBeAChildOfTheInvocation_whenTheEventHasNoTrace(TracingSettings.Async async) {
        end(spans(async).process(QUEUE, delivery(), event(Instant.now()), INVOCATION), null);

        assertThat(process().getParentSpanId()).isEqualTo("11f067aa0ba902b8");
        assertThat(process().getLinks()).isEmpty();
    }

    @Test
    void shouldDescribeTheDelivery_whenAMessageIsProcessed() {
        Delivery third = new Delivery("m1", "{}", 3, Instant.now().minusSeconds(7));

        end(spans(TracingSettings.Async.PARENT).process(QUEUE, third, traced(Instant.now()), Context.root()), null);

        assertThat(process().getKind()).isEqualTo(SpanKind.CONSUMER);
        Attributes attributes = process().getAttributes();
        assertThat(attributes.asMap())
                .containsEntry(AttributeKey.stringKey("messaging.system"), "aws_sqs")
                .containsEntry(AttributeKey.stringKey("messaging.operation.name"), "process")
                .containsEntry(AttributeKey.stringKey("messaging.operation.type"), "process")
                .containsEntry(AttributeKey.stringKey("messaging.destination.name"), QUEUE)
                .containsEntry(AttributeKey.stringKey("messaging.message.id"), "m1")
                .containsEntry(AttributeKey.longKey("stage5.message.receive_count"), 3L);
        assertThat(attributes.get(AttributeKey.longKey("stage5.message.queue_wait_ms")))
                .isGreaterThanOrEqualTo(7000);
    }

    @Test
    void shouldNotCountReceives_whenTheirNumberIsUnknown() {
        end(
                spans(TracingSettings.Async.PARENT).process(QUEUE, delivery(), traced(Instant.now()), Context.root()),
                null);

        assertThat(process().getAttributes().asMap())
                .doesNotContainKey(AttributeKey.longKey("stage5.message.receive_count"))
                .doesNotContainKey(AttributeKey.longKey("stage5.message.queue_wait_ms"));
    }

    @Test
    void shouldReportNoNegativeWait_whenTheClockOfSqsIsAhead() {
        Delivery ahead = new Delivery("m1", "{}", 1, Instant.now().plus(Duration.ofHours(1)));

        end(spans(TracingSettings.Async.PARENT).process(QUEUE, ahead, traced(Instant.now()), Context.root()), null);

        assertThat(process().getAttributes().get(AttributeKey.longKey("stage5.message.queue_wait_ms")))
                .isZero();
    }

    @Test
    void shouldBeAnError_whenACallerNoLongerWaitsForSns() {
        spans(TracingSettings.Async.PARENT)
                .send(List.of(traced(Instant.now())))
                .around(Uni.createFrom().nothing())
                .subscribe()
                .with(nothing -> {})
                .cancel();

        SpanData send = finished.named("send test-events").getFirst();
        assertThat(send.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(send.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo(CancellationException.class.getName());
    }

    @Test
    void shouldBeAnError_whenTheWorkFails() {
        end(
                spans(TracingSettings.Async.PARENT).process(QUEUE, delivery(), traced(Instant.now()), Context.root()),
                new IOException("no route"));

        assertThat(process().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(process().getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("java.io.IOException");
        assertThat(outcome()).isEqualTo("retried");
    }

    @Test
    void shouldBeNoError_whenTheMessageIsHeldBack() {
        end(
                spans(TracingSettings.Async.PARENT).process(QUEUE, delivery(), traced(Instant.now()), Context.root()),
                new HeldBackException("Not tried"));

        assertThat(process().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(process().getEvents()).isEmpty();
        assertThat(outcome()).isEqualTo("held_back");
    }

    @Test
    void shouldBeADuplicate_whenTheWorkSaysSo() {
        WorkSpan span =
                spans(TracingSettings.Async.PARENT).process(QUEUE, delivery(), traced(Instant.now()), Context.root());
        try (var ignored = span.context().makeCurrent()) {
            MessageOutcome.duplicate();
        }
        end(span, null);

        assertThat(outcome()).isEqualTo("duplicate");
    }

    @Test
    void shouldLinkToAll_whenEventsAreSent() {
        List<Event> batch = List.of(traced(Instant.now()), event(Instant.now()), traced(Instant.now()));

        end(spans(TracingSettings.Async.PARENT).send(batch), null);

        SpanData send = finished.named("send test-events").getFirst();
        assertThat(send.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(send.getParentSpanId()).isEqualTo(CREATED);
        assertThat(linked(send)).containsExactly(CREATED, CREATED);
        assertThat(send.getAttributes().get(AttributeKey.longKey("messaging.batch.message_count")))
                .isEqualTo(3);
    }

    @Test
    void shouldHaveAtMostTheLinksThatXRayStores_whenWorkFindsManyEvents() {
        List<Event> many =
                IntStream.range(0, 50).mapToObj(i -> traced(Instant.now())).toList();

        end(spans(TracingSettings.Async.PARENT).work("rebuild orders", many, Context.root()), null);

        SpanData work = finished.named("rebuild orders").getFirst();
        assertThat(work.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(work.getParentSpanContext().isValid()).isFalse();
        assertThat(work.getLinks()).hasSize(MessagingSpans.MAX_LINKS);
    }

    @Test
    void shouldDescribeTheEvent_whenWorkFindsOne() {
        Event event = traced(Instant.now());

        end(spans(TracingSettings.Async.PARENT).work("sweep orders", List.of(event), Context.root()), null);

        SpanData work = finished.named("sweep orders").getFirst();
        assertThat(linked(work)).containsExactly(CREATED);
        assertThat(work.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("cloudevents.event_id"), event.id())
                .containsEntry(AttributeKey.stringKey("cloudevents.event_subject"), "order/1")
                .containsEntry(AttributeKey.stringKey("cloudevents.event_type"), event.type());
    }

    private MessagingSpans spans(TracingSettings.Async async) {
        return TestSpans.of(tracing.get("test"), async);
    }

    private SpanData process() {
        return finished.named("process " + QUEUE).getFirst();
    }

    private String outcome() {
        return process().getAttributes().get(AttributeKey.stringKey("stage5.message.outcome"));
    }

    private static void end(WorkSpan span, Throwable failure) {
        Uni<Void> work =
                failure == null ? Uni.createFrom().voidItem() : Uni.createFrom().failure(failure);
        span.around(work).onFailure().recoverWithNull().await().indefinitely();
    }

    private static List<String> linked(SpanData span) {
        return span.getLinks().stream()
                .map(link -> link.getSpanContext().getSpanId())
                .toList();
    }

    private static Delivery delivery() {
        return new Delivery("m1", "{}");
    }

    private static Event traced(Instant time) {
        return TestEvents.traced(event(time), "00-" + TRACE + "-" + CREATED + "-01");
    }

    private static Event event(Instant time) {
        return TestEvents.event("order/1", 1, time);
    }
}
