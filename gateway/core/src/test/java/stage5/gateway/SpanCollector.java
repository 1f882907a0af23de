package stage5.gateway;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Collects the ended spans of the gateway. */
@Singleton
public final class SpanCollector implements SpanProcessor {

    private final BlockingQueue<SpanData> ended = new LinkedBlockingQueue<>();

    /**
     * Waits for the server span of the only request in a trace, which ends last; returns the trace's spans in ended
     * order.
     */
    List<SpanData> of(String traceId) throws InterruptedException {
        List<SpanData> trace = new ArrayList<>();
        do {
            SpanData next = ended.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("The server span did not end; so far: " + trace);
            }
            if (next.getTraceId().equals(traceId)) {
                trace.add(next);
            }
        } while (trace.isEmpty() || trace.getLast().getKind() != SpanKind.SERVER);
        return trace;
    }

    /** Forgets all spans so far. */
    void clear() {
        ended.clear();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // Only ended spans are collected.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        ended.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
