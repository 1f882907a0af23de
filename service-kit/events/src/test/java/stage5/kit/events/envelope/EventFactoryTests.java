package stage5.kit.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFactoryTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String OTHER_TRACE = "5bf92f3577b34da6a3ce929d0e0e4737";
    private static final String CAUSE = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String SPAN = "11f067aa0ba902b8";

    private final EventFactory events =
            new EventFactory(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> "id", "test-service");

    @Test
    void shouldHaveTheCurrentSpan_whenItIsInTheTraceOfTheCause() {
        assertThat(traceparentOfEffect(TRACE, CAUSE)).isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
    }

    @Test
    void shouldStayInTheTraceOfTheCause_whenTheCurrentSpanIsInAnother() {
        assertThat(traceparentOfEffect(OTHER_TRACE, CAUSE)).isEqualTo(CAUSE);
    }

    @Test
    void shouldHaveTheCurrentSpan_whenTheCauseHasNoTrace() {
        assertThat(traceparentOfEffect(TRACE, null)).isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
    }

    @Test
    void shouldHaveTheTraceOfTheCause_whenThereIsNoCurrentSpan() {
        assertThat(effect(CAUSE).traceparent()).isEqualTo(CAUSE);
    }

    private String traceparentOfEffect(String currentTrace, String causeTraceparent) {
        SpanContext current = SpanContext.create(currentTrace, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
        try (Scope ignored = Span.wrap(current).makeCurrent()) {
            return effect(causeTraceparent).traceparent();
        }
    }

    private Event effect(String causeTraceparent) {
        Event plain = TestEvents.event("order/1", 1, Instant.EPOCH);
        Event cause = new Event(
                plain.id(),
                plain.source(),
                plain.type(),
                plain.subject(),
                plain.time(),
                plain.dataschema(),
                plain.sequence(),
                plain.correlationid(),
                plain.causationid(),
                causeTraceparent,
                plain.data());
        return events.because(cause, "stage5.stock.reserved.v1", "reservation/1", 1, Map.of());
    }
}
