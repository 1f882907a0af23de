package stage5.acceptance.client;

import java.time.Duration;

/** Time limits for waiting. They are not performance thresholds; they leave room for slow machines. */
public final class TestTimeouts {

    /** For an asynchronous effect. A message whose function fails during a cold start is redelivered after 90 s. */
    public static final Duration EFFECT = Duration.ofSeconds(120);

    /** Until the shop is idle: three visibility time-outs (90 s) of a queue that feeds a function. */
    public static final Duration IDLE = Duration.ofSeconds(270);

    private TestTimeouts() {}
}
