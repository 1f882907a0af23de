package stage5.kit.lambda;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tracks whether the span of the HTTP request has ended. It ends on an event loop, shortly after the response has
 * reached the handler. An execution environment has one request at a time, so only the latest span is tracked.
 */
@Singleton
@Priority(RequestSpanTracker.AFTER_EXPORT)
class RequestSpanTracker implements SpanProcessor {

    /**
     * Quarkus calls span processors by descending priority, so the exporter's (0) gets the ended span before this one.
     */
    static final int AFTER_EXPORT = -1;

    private volatile CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);

    /** Returns whether the latest request span has ended, after waiting for at most {@code timeout}. */
    boolean awaitEnd(Duration timeout) {
        try {
            latest.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillOpen) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Request span can't fail", e);
        }
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getKind() == SpanKind.SERVER) {
            latest = new CompletableFuture<>();
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getKind() == SpanKind.SERVER) {
            latest.complete(null);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
