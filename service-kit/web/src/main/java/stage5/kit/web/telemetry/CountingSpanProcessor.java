package stage5.kit.web.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Passes sampled spans to the batch processor and drops those for which its queue has no room. The batch processor would drop
 * them as well, but does not return that it has.
 */
public final class CountingSpanProcessor implements SpanProcessor {

    private final SpanProcessor batches;
    private final SpanCounts counts;

    /**
     * Creates the processor.
     *
     * @param batches has a queue that is at least as long as the limit of {@code counts}
     */
    public CountingSpanProcessor(SpanProcessor batches, SpanCounts counts) {
        this.batches = batches;
        this.counts = counts;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled() && counts.admit()) {
            batches.onEnd(span);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        batches.onStart(parent, span);
    }

    @Override
    public boolean isStartRequired() {
        return batches.isStartRequired();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return batches.forceFlush();
    }

    @Override
    public CompletableResultCode shutdown() {
        counts.shutDown();
        return batches.shutdown();
    }
}
