package stage5.kit.testing.events;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Replaces the clock of a service under test. It shows the real time until a test moves it forward. */
@Singleton
@Alternative
@Priority(1)
public class MovableClock extends Clock {

    private volatile Duration ahead = Duration.ZERO;

    /** Moves the clock forward. */
    public void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    /** Returns to the real time. */
    public void reset() {
        ahead = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("The tests need only UTC");
    }
}
