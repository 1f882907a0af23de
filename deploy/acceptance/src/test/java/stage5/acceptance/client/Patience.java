package stage5.acceptance.client;

import java.time.Duration;

/** How long tests wait. No bars of time, so that a slow machine tells no lie about what works. */
public final class Patience {

    /** For what the shop does by and by: a message that met a function while it started comes again after 90 s. */
    public static final Duration EFFECT = Duration.ofSeconds(120);

    /** Until nothing is under way: three times what a queue keeps a message from others while a function may be at it. */
    public static final Duration REST = Duration.ofSeconds(270);

    private Patience() {}
}
