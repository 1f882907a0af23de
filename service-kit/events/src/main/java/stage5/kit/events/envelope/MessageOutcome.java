package stage5.kit.events.envelope;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/** What became of the message that is processed in the current context. */
public final class MessageOutcome {

    private static final ContextKey<MessageOutcome> KEY = ContextKey.named("stage5.message.outcome");

    private volatile boolean duplicate;

    MessageOutcome() {}

    /** Notes that the current message had no effect, because its event was applied before. Has no effect outside messages. */
    public static void duplicate() {
        MessageOutcome outcome = Context.current().get(KEY);
        if (outcome != null) {
            outcome.duplicate = true;
        }
    }

    Context storedIn(Context context) {
        return context.with(KEY, this);
    }

    String word(Throwable failure, boolean cancelled) {
        if (failure instanceof HeldBackException) {
            return "held_back";
        }
        if (failure != null || cancelled) {
            return "retried";
        }
        return duplicate ? "duplicate" : "done";
    }
}
