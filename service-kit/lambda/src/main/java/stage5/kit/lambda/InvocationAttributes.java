package stage5.kit.lambda;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;

/**
 * Adds the invocation to each SERVER span: of HTTP requests, which Quarkus starts, and of other invocations. An execution
 * environment has one invocation at a time (<a
 * href="https://github.com/open-telemetry/semantic-conventions/blob/v1.37.0/docs/faas/faas-spans.md">conventions of
 * functions, 1.37.0</a>).
 */
@Singleton
class InvocationAttributes implements SpanProcessor {

    private static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("faas.trigger");
    private static final AttributeKey<String> INVOCATION_ID = AttributeKey.stringKey("faas.invocation_id");
    private static final AttributeKey<Boolean> COLD_START = AttributeKey.booleanKey("faas.coldstart");

    private volatile Invocation current;
    private volatile boolean coldStart = true;

    /** Begins an invocation. The first one of an environment, also after a restore from a snapshot, is a cold start. */
    void begin(String trigger, String requestId, SpanContext caller) {
        current = new Invocation(trigger, requestId, coldStart, caller);
        coldStart = false;
    }

    void end() {
        current = null;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        Invocation invocation = current;
        if (invocation == null || span.getKind() != SpanKind.SERVER) {
            return;
        }
        span.setAttribute(TRIGGER, invocation.trigger());
        span.setAttribute(INVOCATION_ID, invocation.requestId());
        span.setAttribute(COLD_START, invocation.coldStart());
        if (invocation.caller().isValid()
                && !invocation
                        .caller()
                        .getSpanId()
                        .equals(span.getParentSpanContext().getSpanId())) {
            span.addLink(invocation.caller());
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // An ended span can't be changed.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }

    /**
     * An invocation.
     *
     * @param caller the context that Lambda has passed; invalid if X-Ray does not trace the invocation
     */
    private record Invocation(String trigger, String requestId, boolean coldStart, SpanContext caller) {}
}
