package stage5.kit.events.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What a sweep has achieved so far, and whether it goes on. Thread-safe. */
final class SweepProgress {

    /** A sweep gives up after this many failures without a success: more would only add load to an unavailable SNS. */
    private static final int MAX_FAILURES_IN_A_ROW = 8;

    private final Clock clock;
    private final Instant deadline;
    private final Map<String, Long> heldBack = new HashMap<>();
    private int published;
    private int obstacles;
    private String obstacle;
    private int failuresInARow;
    private boolean stopped;

    SweepProgress(Clock clock, Instant deadline) {
        this.clock = clock;
        this.deadline = deadline;
    }

    /** Returns whether the sweep may start another request. */
    synchronized boolean mayContinue() {
        return !stopped
                && failuresInARow < MAX_FAILURES_IN_A_ROW
                && clock.instant().isBefore(deadline);
    }

    /** Notes that SNS has accepted an event, or has rejected it as invalid. */
    synchronized void succeeded() {
        failuresInARow = 0;
    }

    /** Notes that a request to SNS failed. */
    synchronized void failed() {
        failuresInARow++;
    }

    /** Ends the sweep once the requests in flight have ended. */
    synchronized void stop() {
        stopped = true;
    }

    synchronized void published(int events) {
        published += events;
    }

    /** Notes why events stay in the outbox. */
    synchronized void obstacle(String reason) {
        obstacles++;
        if (obstacle == null) {
            obstacle = reason;
        }
    }

    /** Holds back the events of a subject from this sequence on. */
    synchronized void holdBack(String subject, long sequence) {
        heldBack.merge(subject, sequence, Math::min);
    }

    synchronized boolean isHeldBack(String subject, long sequence) {
        return sequence >= heldBack.getOrDefault(subject, Long.MAX_VALUE);
    }

    synchronized int published() {
        return published;
    }

    synchronized int obstacles() {
        return obstacles;
    }

    /** Returns the first obstacle, or null if there was none. */
    synchronized String obstacle() {
        return obstacle;
    }
}
