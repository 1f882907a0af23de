package stage5.load.generator;

import java.time.Duration;

/** The shop's service level objective, and the limits that the generator must keep to measure it. */
public final class Slo {

    /** The limit of the 99th percentile of latency, counted from the due time. */
    public static final Duration P99 = Duration.ofMillis(200);

    /** The share of requests that may fail. */
    public static final double ERRORS = 0.01;

    /** The limit of the generator's own lag, 99th percentile: a tenth of {@link #P99}. */
    static final Duration LAG_P99 = Duration.ofMillis(20);

    /** The limit of the generator's share of all processors, 0 to 1. */
    static final double CPU = 0.8;

    private Slo() {}
}
