package stage5.cdk.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import stage5.stack.alarm.AlarmEvaluation;
import stage5.stack.alarm.AlarmState;
import stage5.stack.alarm.AlarmTemplate;
import stage5.stack.alarm.AnomalyModel;
import stage5.stack.alarm.MetricSource;
import stage5.stack.alarm.MetricStat;

/**
 * Recorded datapoints, for the evaluation of a synthesised alarm.
 *
 * @param byMetric the datapoints of each metric by period, by the metric's name; periods without data are missing
 * @param periodsPerDay for the time of day of a period
 */
public record RecordedMetrics(Map<String, SortedMap<Long, Double>> byMetric, int periodsPerDay)
        implements MetricSource {

    /**
     * Returns the state of an alarm after each period from the first one to the last one, inclusive.
     *
     * @param alarm the properties of its resource
     */
    public List<AlarmState> states(JsonNode alarm, long first, long last) {
        return new AlarmEvaluation(
                        AlarmTemplate.metricAlarm(alarm.path("AlarmName").asText(), alarm),
                        this,
                        AnomalyModel.daily(periodsPerDay))
                .states(first, last);
    }

    @Override
    public SortedMap<Long, Double> datapoints(MetricStat metric, long first, long last) {
        return byMetric.getOrDefault(metric.metric(), new TreeMap<>()).subMap(first, last + 1);
    }

    @Override
    public long firstPeriod(Duration length) {
        return 0;
    }
}
