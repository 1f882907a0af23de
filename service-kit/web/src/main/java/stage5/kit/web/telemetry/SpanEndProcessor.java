package stage5.kit.web.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;

/**
 * A span processor that changes attributes when a span ends. Quarkus sets some attributes after the start, and an ended span
 * can't be changed.
 */
abstract class SpanEndProcessor implements ExtendedSpanProcessor {

    @Override
    public final boolean isOnEndingRequired() {
        return true;
    }

    @Override
    public final boolean isStartRequired() {
        return false;
    }

    @Override
    public final void onStart(Context parent, ReadWriteSpan span) {
        // Not required.
    }

    @Override
    public final boolean isEndRequired() {
        return false;
    }

    @Override
    public final void onEnd(ReadableSpan span) {
        // Not required.
    }
}
