package stage5.kit.web.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/** The decision to keep a trace, made before its first span, in the parent context of that span: the sampler then makes no other. */
public final class EarlyDecision {

    private static final ContextKey<Boolean> KEPT = ContextKey.named("stage5.sampling");

    private EarlyDecision() {}

    /** Returns the context with the decision. */
    public static Context keep(Context context) {
        return context.with(KEPT, true);
    }

    static boolean keeps(Context parent) {
        return Boolean.TRUE.equals(parent.get(KEPT));
    }
}
