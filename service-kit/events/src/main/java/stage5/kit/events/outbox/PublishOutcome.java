package stage5.kit.events.outbox;

import java.util.ArrayList;
import java.util.List;

/**
 * Result of publishing events.
 *
 * @param published how many events SNS has accepted and the outbox no longer holds
 * @param obstacles why other events are still in the outbox; events that SNS rejects as invalid are not counted here
 */
record PublishOutcome(int published, List<String> obstacles) {

    static final PublishOutcome NOTHING = new PublishOutcome(0, List.of());

    static PublishOutcome failed(Throwable failure) {
        return new PublishOutcome(0, List.of(failure.toString()));
    }

    /**
     * Returns whether no event could be published. To continue would only add load to an unavailable SNS, or publish
     * again the events that can't be marked.
     */
    boolean isStuck() {
        return published == 0 && !obstacles.isEmpty();
    }

    PublishOutcome and(PublishOutcome other) {
        List<String> all = new ArrayList<>(obstacles);
        all.addAll(other.obstacles);
        return new PublishOutcome(published + other.published, all);
    }

    /** Returns a colon and the first obstacle, to append to a log message; empty if there are no obstacles. */
    String reason() {
        return obstacles.isEmpty() ? "" : ": " + obstacles.getFirst();
    }
}
