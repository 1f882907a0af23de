package stage5.stack.alarm.local;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Computes from counters by how much they have grown since they were read before. */
final class Increases {

    private Map<Object, Double> before = new HashMap<>();
    private Map<Object, Double> current = new HashMap<>();
    private boolean hasRead;

    /**
     * Returns the increase of a counter; empty at the first reading. A counter that is lower than before belongs to a new
     * process, so it counts from zero; so does one that did not exist before.
     */
    OptionalDouble of(Object counter, double value) {
        current.put(counter, value);
        if (!hasRead) {
            return OptionalDouble.empty();
        }
        double last = before.getOrDefault(counter, 0.0);
        return OptionalDouble.of(value < last ? value : value - last);
    }

    /** Ends a reading: the next increases count from its values. A counter that was not read keeps its value. */
    void completeReading() {
        before.putAll(current);
        current = new HashMap<>();
        hasRead = true;
    }
}
