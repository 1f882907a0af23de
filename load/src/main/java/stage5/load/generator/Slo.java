package stage5.load.generator;

import java.time.Duration;

/** What the shop promises its visitors, and what the generator must keep to so that it can be seen. */
public final class Slo {

    /** Of a hundred requests 99 are answered within that time, counted from when they were meant to be sent. */
    public static final Duration P99 = Duration.ofMillis(200);

    /** The share of requests that may fail. */
    public static final double ERRORS = 0.01;

    /** How late the generator may send one request in a hundred: a tenth of what it looks for. */
    static final Duration LAG_P99 = Duration.ofMillis(20);

    /** The share of the processors beyond which the generator has no reserve. */
    static final double CPU = 0.8;

    private Slo() {}
}
