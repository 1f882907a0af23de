package stage5.kit.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventFactoryTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String OTHER_TRACE = "5bf92f3577b34da6a3ce929d0e0e4737";
    private static final String CAUSE = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String SPAN = "11f067aa0ba902b8";

    private final FinishedSpans finished = new FinishedSpans();
    private final SdkTracerProvider tracing =
            SdkTracerProvider.builder().addSpanProcessor(finished).build();
    private final MessagingSpans spans = TestSpans.of(tracing.get("test"));
    private final EventFactory events =
            new EventFactory(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> "id", spans, "test-service");

    @AfterEach
    void closeTracing() {
        tracing.close();
    }

    @Test
    void shouldCarryTheContextOfItsOwnSpan_whenAnEventIsCreated() {
        Event event = effectWithin(TRACE, CAUSE);

        SpanData create = created();
        assertThat(event.traceparent()).isEqualTo("00-" + TRACE + "-" + create.getSpanId() + "-01");
        assertThat(create.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(create.getParentSpanId()).isEqualTo(SPAN);
        assertThat(create.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("messaging.system"), "aws.sns")
                .containsEntry(AttributeKey.stringKey("messaging.operation.name"), "create")
                .containsEntry(AttributeKey.stringKey("messaging.operation.type"), "create")
                .containsEntry(AttributeKey.stringKey("messaging.destination.name"), "test-events")
                .containsEntry(AttributeKey.stringKey("cloudevents.event_id"), "id");
    }

    @Test
    void shouldEndNoSpan_whenTheEventIsNotStored() {
        events.first("stage5.order.placed.v1", "order/1", 1, Map.of());

        assertThat(finished.named("create test-events")).isEmpty();
    }

    @Test
    void shouldBeAChildOfTheCurrentSpan_whenItIsNotInTheTraceOfTheCause() {
        effectWithin(OTHER_TRACE, CAUSE);

        assertThat(created().getTraceId()).isEqualTo(OTHER_TRACE);
        assertThat(created().getParentSpanId()).isEqualTo(SPAN);
    }

    @Test
    void shouldBeAChildOfTheSpanThatProcessesTheCause_whenEventsAreProcessedTogether() {
        Event cause = cause(CAUSE);
        Span own = Span.wrap(context(TRACE));
        WorkSpan together = spans.processTogether("queue", Map.of(cause.id(), own), Context.root());

        try (Scope ignored = together.context().makeCurrent()) {
            effect(cause);
        }

        assertThat(created().getTraceId()).isEqualTo(TRACE);
        assertThat(created().getParentSpanId()).isEqualTo(SPAN);
    }

    @Test
    void shouldBeAChildOfTheCausesSpan_whenThereIsNoCurrentSpan() {
        effect(cause(CAUSE));

        assertThat(created().getTraceId()).isEqualTo(TRACE);
        assertThat(created().getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    }

    @Test
    void shouldStartATrace_whenThereIsNoContext() {
        Event event = effect(cause(null));

        assertThat(event.traceparent()).contains(created().getTraceId());
        assertThat(created().getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void shouldKeepTheTraceState_whenTheCallerHasOne() {
        SpanContext caller = SpanContext.create(
                TRACE,
                SPAN,
                TraceFlags.getSampled(),
                TraceState.builder().put("vendor", "1").build());
        Event event;
        try (Scope ignored = Span.wrap(caller).makeCurrent()) {
            event = events.first("stage5.order.placed.v1", "order/1", 1, Map.of());
        }

        Event read = EventCodec.read(EventCodec.write(event));

        assertThat(read).isEqualTo(event);
        assertThat(Span.fromContext(MessagingSpans.created(read))
                        .getSpanContext()
                        .getTraceState()
                        .get("vendor"))
                .isEqualTo("1");
    }

    private SpanData created() {
        List<SpanData> created = finished.named("create test-events");
        assertThat(created).hasSize(1);
        return created.getFirst();
    }

    private Event effectWithin(String currentTrace, String causeTraceparent) {
        try (Scope ignored = Span.wrap(context(currentTrace)).makeCurrent()) {
            return effect(cause(causeTraceparent));
        }
    }

    private static SpanContext context(String trace) {
        return SpanContext.create(trace, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
    }

    private Event effect(Event cause) {
        Event effect = events.because(cause, "stage5.stock.reserved.v1", "reservation/1", 1, Map.of());
        spans.committed(List.of(effect));
        return effect;
    }

    private static Event cause(String traceparent) {
        return TestEvents.traced(TestEvents.event("order/1", 1, Instant.EPOCH), traceparent);
    }
}
