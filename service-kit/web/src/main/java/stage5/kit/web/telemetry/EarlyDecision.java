package stage5.kit.web.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ImplicitContextKeyed;

/** The decision about a trace, made before its first span: the sampler then makes no other. It stands in the span's parent context. */
public enum EarlyDecision implements ImplicitContextKeyed {
    KEEP;

    private static final ContextKey<EarlyDecision> KEY = ContextKey.named("stage5.sampling");

    /** Returns the context with the decision. */
    public Context in(Context context) {
        return context.with(this);
    }

    static boolean keeps(Context parent) {
        return parent.get(KEY) == KEEP;
    }

    @Override
    public Context storeInContext(Context context) {
        return context.with(KEY, this);
    }
}
