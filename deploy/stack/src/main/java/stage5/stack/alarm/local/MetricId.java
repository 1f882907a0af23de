package stage5.stack.alarm.local;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import stage5.stack.alarm.MetricStat;

/** The name of a metric with its dimensions. */
record MetricId(String namespace, String metric, SortedMap<String, String> dimensions) {

    static MetricId of(String namespace, String metric, Map<String, String> dimensions) {
        return new MetricId(namespace, metric, new TreeMap<>(dimensions));
    }

    static MetricId of(MetricStat stat) {
        return new MetricId(stat.namespace(), stat.metric(), stat.dimensions());
    }
}
