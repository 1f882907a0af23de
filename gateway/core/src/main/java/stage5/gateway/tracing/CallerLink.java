package stage5.gateway.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;

/**
 * Links the first span of a trace to the context that a stranger has sent. The link is added after the sampling decision, which it
 * must not influence.
 */
@Singleton
public final class CallerLink implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getParentSpanContext().isValid()) {
            return; // spans within the request have the stranger's context, too
        }
        SpanContext stranger = CallerContext.strangers(parent);
        if (stranger.isValid()) {
            span.addLink(stranger);
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // The link exists since the start.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
