package stage5.kit.web.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;

/** Durations of one interval, in seconds: how many were in each bucket, which is named by its upper bound. */
final class Distribution {

    private final SortedMap<Double, Long> counts = new TreeMap<>();
    private double sum;

    void add(double bound, long count) {
        counts.merge(bound, count, Long::sum);
    }

    void addToSum(double seconds) {
        sum += seconds;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    Distribution plus(Distribution other) {
        other.counts.forEach(this::add);
        addToSum(other.sum);
        return this;
    }

    /**
     * Returns the value of a metric with many values. The specification of the format describes only arrays of at most 100
     * values; AWS's <a
     * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/exporter/awsemfexporter/metric_translator.go">
     * exporter</a> sends histograms in this form. CloudWatch derives percentiles from values and counts.
     */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode values = json.putArray("Values");
        ArrayNode numbers = json.putArray("Counts");
        long count = 0;
        for (var bucket : counts.entrySet()) {
            values.add(bucket.getKey());
            numbers.add(bucket.getValue());
            count += bucket.getValue();
        }
        return json.put("Max", counts.lastKey())
                .put("Min", counts.firstKey())
                .put("Count", count)
                .put("Sum", sum);
    }
}
