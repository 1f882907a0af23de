package stage5.stack.alarm.local;

import java.util.HashMap;
import java.util.Map;
import stage5.stack.alarm.local.PrometheusText.Series;

/** Computes from counters by how much they have grown since they were read before. */
final class Increases {

    private final Map<String, Double> before = new HashMap<>();
    private final Map<String, Double> current = new HashMap<>();
    private boolean hasRead;

    /** Returns whether the counters were read before; without that nothing has increased. */
    boolean hasRead() {
        return hasRead;
    }

    /** Returns the increase of a counter in Prometheus's format. */
    double of(Series series) {
        return of(series.name() + series.labels(), series.value());
    }

    /**
     * Returns the increase of a counter; 0 at the first reading. A counter that is lower than before belongs to a new process,
     * so it counts from zero; so does one that did not exist before. Within one reading the result stays the same.
     */
    double of(String counter, double value) {
        current.put(counter, value);
        if (!hasRead) {
            return 0;
        }
        double last = before.getOrDefault(counter, 0.0);
        return value < last ? value : value - last;
    }

    /** Ends a reading: the next increases count from its values. A counter that was not read keeps its value. */
    void completeReading() {
        before.putAll(current);
        current.clear();
        hasRead = true;
    }
}
