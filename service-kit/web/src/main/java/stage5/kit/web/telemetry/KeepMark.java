package stage5.kit.web.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;

/**
 * The entry of {@code tracestate} by which a collector keeps a trace (<a
 * href="https://www.w3.org/TR/trace-context/#tracestate-header">W3C Trace Context</a>). It is used where all spans are sent to
 * the collector, so that the sampled flag decides nothing, and rides with requests and events to all services.
 */
public final class KeepMark {

    /** The key of the entry. */
    public static final String KEY = "stage5";

    /** The value of the entry. */
    public static final String VALUE = "keep";

    private KeepMark() {}

    /** Returns the trace state with the mark. */
    public static TraceState addTo(TraceState state) {
        return state.toBuilder().put(KEY, VALUE).build();
    }

    /** Returns the context with the mark. */
    public static SpanContext addTo(SpanContext context) {
        return SpanContext.createFromRemoteParent(
                context.getTraceId(), context.getSpanId(), context.getTraceFlags(), addTo(context.getTraceState()));
    }

    static boolean isIn(TraceState state) {
        return VALUE.equals(state.get(KEY));
    }
}
