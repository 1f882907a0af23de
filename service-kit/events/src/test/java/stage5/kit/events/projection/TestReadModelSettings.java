package stage5.kit.events.projection;

import java.time.Duration;

/** The default settings, except for the length of a slice and the grace period. */
record TestReadModelSettings(Duration slice, Duration grace) implements ReadModelSettings {

    private static final Duration GRACE = Duration.ofSeconds(3);

    /** A slice that ends after its first step. */
    static final TestReadModelSettings ONE_STEP = new TestReadModelSettings(Duration.ofMillis(-1), GRACE);

    /** A slice that takes all steps of a phase. */
    static final TestReadModelSettings WHOLE_PHASE = new TestReadModelSettings(Duration.ofMinutes(10), GRACE);

    @Override
    public Duration cached() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration lease() {
        return Duration.ofSeconds(15);
    }

    @Override
    public Duration convergenceTime() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Duration abandoned() {
        return Duration.ofHours(12);
    }
}
