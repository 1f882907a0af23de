package stage5.kit.events.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock and timer that advance only when a test says so. */
final class TestTime extends Clock implements Timer {

    private final PriorityQueue<Action> actions =
            new PriorityQueue<>(Comparator.comparing(Action::at).thenComparing(Action::number));
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long number;

    @Override
    public void after(Duration time, Runnable action) {
        actions.add(new Action(now.plus(time), number++, action));
    }

    /** Advances the time; runs each action that becomes due, at its time. */
    void advance(Duration by) {
        Instant end = now.plus(by);
        while (!actions.isEmpty() && !actions.peek().at().isAfter(end)) {
            Action next = actions.remove();
            now = next.at();
            next.run().run();
        }
        now = end;
    }

    /** Sets the clock only. */
    void set(Instant time) {
        now = time;
    }

    @Override
    public Instant instant() {
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

    private record Action(Instant at, long number, Runnable run) {}
}
