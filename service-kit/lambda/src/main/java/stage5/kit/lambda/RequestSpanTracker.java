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
 * Knows whether the span of the HTTP request has ended, which happens on an event loop, a moment after the answer has
 * reached the handler. An environment has one request at a time, so the latest is the one.
 */
@Singleton
@Priority(RequestSpanTracker.AFTER_EXPORT)
class RequestSpanTracker implements SpanProcessor {

    /** Quarkus calls processors by falling priority: at the end of a span, the exporter's (0) has it when this hears. */
    static final int AFTER_EXPORT = -1;

    private volatile CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);

    /** Returns whether no request's span is open, if need be after having waited so long. */
    boolean haveEnded(Duration patience) {
        try {
            latest.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillOpen) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The end of a span does not fail", e);
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
