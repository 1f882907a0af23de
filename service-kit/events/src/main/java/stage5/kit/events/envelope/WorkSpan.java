package stage5.kit.events.envelope;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CancellationException;

/** A span around reactive work, and the context in which the work runs. */
public final class WorkSpan {

    /** What became of a message: {@code done}, {@code duplicate}, {@code held_back} or {@code retried}. */
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("stage5.message.outcome");

    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private final Span span;
    private final Context context;
    private final MessageOutcome outcome;

    private WorkSpan(Span span, Context context, MessageOutcome outcome) {
        this.span = span;
        this.context = context;
        this.outcome = outcome;
    }

    /** Returns a span whose work is not about one message. */
    static WorkSpan of(Span span, Context context) {
        return new WorkSpan(span, context.with(span), null);
    }

    /** Returns the span of a message. Its end sets {@link #OUTCOME}. */
    static WorkSpan ofMessage(Span span, Context context) {
        MessageOutcome outcome = new MessageOutcome();
        return new WorkSpan(span, outcome.storedIn(context).with(span), outcome);
    }

    Context context() {
        return context;
    }

    /** Returns the work. The span ends with it; cancelled work is an error, or a message that is delivered again. */
    public <T> Uni<T> around(Uni<T> work) {
        return work.onTermination().invoke((done, failure, cancelled) -> end(failure, cancelled));
    }

    private void end(Throwable failure, boolean cancelled) {
        if (outcome != null) {
            span.setAttribute(OUTCOME, outcome.word(failure, cancelled));
        }
        if (failure != null && !(failure instanceof HeldBackException)) {
            recordFailure(span, failure);
        } else if (cancelled && outcome == null) { // a time-out of the caller, for example; a message has its outcome
            span.setStatus(StatusCode.ERROR, "cancelled")
                    .setAttribute(ERROR_TYPE, CancellationException.class.getName());
        }
        span.end();
    }

    /** Adds a failure to a span, with its class as {@code error.type}. */
    private static void recordFailure(Span span, Throwable failure) {
        span.setStatus(StatusCode.ERROR)
                .setAttribute(ERROR_TYPE, failure.getClass().getName())
                .recordException(failure);
    }
}
