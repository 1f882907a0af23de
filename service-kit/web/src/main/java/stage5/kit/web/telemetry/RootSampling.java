package stage5.kit.web.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;

/** Decides which of the traces that begin in this process are kept. A service may have a bean of this type. */
@FunctionalInterface
public interface RootSampling {

    /**
     * Returns whether a trace is kept.
     *
     * @param kind of its first span
     * @param attributes those that the span starts with
     */
    boolean keeps(String traceId, SpanKind kind, Attributes attributes);
}
