package stage5.kit.store;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of events that were to be published.
 *
 * @param published how many SNS has taken and the outbox has let go
 * @param obstacles why others are still there, where it was not their own fault
 */
record Outcome(int published, List<String> obstacles) {

    static final Outcome NOTHING = new Outcome(0, List.of());

    static Outcome failed(Throwable failure) {
        return new Outcome(0, List.of(failure.toString()));
    }

    /** Returns whether nothing goes at present: to go on would only press SNS, or publish again what can't be marked. */
    boolean isStuck() {
        return published == 0 && !obstacles.isEmpty();
    }

    Outcome and(Outcome other) {
        List<String> all = new ArrayList<>(obstacles);
        all.addAll(other.obstacles);
        return new Outcome(published + other.published, all);
    }

    /** Returns the first obstacle, to be put behind a sentence; empty where there was none. */
    String reason() {
        return obstacles.isEmpty() ? "" : ": " + obstacles.getFirst();
    }
}
