package stage5.local.lambda;

import io.vertx.core.Vertx;
import java.time.Duration;

/** One limit at a time for whatever is under way, on the context of its owner. */
final class PhaseTimeout {

    private static final long NONE = -1;

    private final Vertx vertx;
    private long timer = NONE;

    PhaseTimeout(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Replaces the limit by another. */
    void start(Duration limit, Runnable onTimeout) {
        cancel();
        timer = vertx.setTimer(limit.toMillis(), fired -> {
            timer = NONE;
            onTimeout.run();
        });
    }

    void cancel() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
