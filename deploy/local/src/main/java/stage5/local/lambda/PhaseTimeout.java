package stage5.local.lambda;

import io.vertx.core.Vertx;
import java.time.Duration;

/** A restartable timer for the current phase of an execution environment. Used on the environment's context only. */
final class PhaseTimeout {

    private static final long NONE = -1;

    private final Vertx vertx;
    private long timer = NONE;

    PhaseTimeout(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Cancels the running timer and starts one that calls {@code onTimeout} after the limit. */
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
