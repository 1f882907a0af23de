package stage5.kit.events.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test sets; with a tick it also advances on each reading. */
public final class ManualClock extends Clock {

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Duration tick = Duration.ZERO;

    /** Sets the clock forward. */
    public void advance(Duration by) {
        now = now.plus(by);
    }

    void tick(Duration perReading) {
        tick = perReading;
    }

    @Override
    public Instant instant() {
        now = now.plus(tick);
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("The tests use UTC");
    }
}
