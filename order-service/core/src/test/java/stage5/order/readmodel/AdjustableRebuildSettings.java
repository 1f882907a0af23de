package stage5.order.readmodel;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import stage5.kit.events.projection.ReadModelSettings;

/** Replaces the settings of rebuilds: no pauses, and slices as long as a test needs. */
@Singleton
@Alternative
@Priority(1)
public class AdjustableRebuildSettings implements ReadModelSettings {

    private static final Duration SHORT_SLICE = Duration.ofMillis(10);
    private static final Duration LONG_SLICE = Duration.ofSeconds(1);

    private volatile Duration slice = LONG_SLICE;

    /** Ends each slice after one or a few steps, so that a test can act between them. */
    void useShortSlices() {
        slice = SHORT_SLICE;
    }

    /** Lets a rebuild end after few requests. */
    public void useLongSlices() {
        slice = LONG_SLICE;
    }

    @Override
    public Duration cached() {
        return Duration.ofMillis(10);
    }

    @Override
    public Duration grace() {
        return Duration.ofMillis(30);
    }

    @Override
    public Duration slice() {
        return slice;
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
