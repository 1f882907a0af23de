package stage5.stack.alarm.local;

import java.util.Set;

/** Reads the current values of some metrics. */
interface MetricReader {

    /** Receives a sample of the period that is just over. */
    @FunctionalInterface
    interface Sink {
        void add(MetricId metric, Sample sample);
    }

    /** Returns CloudWatch's namespaces of the metrics. */
    Set<String> namespaces();

    /** Reads the metrics. What does not respond has no samples. */
    void read(Sink sink) throws InterruptedException;
}
