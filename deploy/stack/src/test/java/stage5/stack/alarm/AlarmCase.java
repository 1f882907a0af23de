package stage5.stack.alarm;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Datapoints on which some alarms fire, and others on which they stay quiet.
 *
 * @param alarms a pattern of the names of the alarms
 * @param firing a series by the name of each metric
 * @param quiet a series by the name of each metric
 */
record AlarmCase(String alarms, Map<String, String> firing, Map<String, String> quiet) {

    private static final AnomalyModel USUAL = AnomalyModel.recent(6, 60);

    /** Returns all cases. */
    static List<AlarmCase> load() {
        try (InputStream file = AlarmCase.class.getResourceAsStream("cases.yaml")) {
            return new YAMLMapper().readValue(file, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isOf(String alarm) {
        return alarm.matches(alarms);
    }

    /** Returns the states of an alarm after each datapoint of the firing case. */
    List<AlarmState> statesWhenFiring(SynthesizedAlarms all, Alarm alarm) {
        return states(all, alarm, firing);
    }

    /** Returns the states of an alarm after each datapoint of the quiet case. */
    List<AlarmState> statesWhenQuiet(SynthesizedAlarms all, Alarm alarm) {
        return states(all, alarm, quiet);
    }

    private static List<AlarmState> states(SynthesizedAlarms all, Alarm alarm, Map<String, String> series) {
        Series recorded = new Series(series);
        Duration period = alarm instanceof MetricAlarm metricAlarm ? metricAlarm.period() : Duration.ofMinutes(1);
        AlarmMonitor monitor = new AlarmMonitor(withParts(all, alarm), recorded, USUAL, Instant.EPOCH);
        List<AlarmState> states = new ArrayList<>();
        for (long end = 1; end <= recorded.length(); end++) {
            long second = end * period.toSeconds();
            monitor.evaluate(second, Instant.ofEpochSecond(second));
            states.add(monitor.status(alarm.name()).orElseThrow().state());
        }
        return states;
    }

    private static SynthesizedAlarms withParts(SynthesizedAlarms all, Alarm alarm) {
        List<String> parts = alarm instanceof CompositeAlarm composite ? composite.all() : List.of();
        return new SynthesizedAlarms(
                Stream.concat(all.alarms().stream().filter(each -> parts.contains(each.name())), Stream.of(alarm))
                        .toList(),
                all.objectives());
    }

    /** The datapoints of a case, by the names of the metrics, some with a statistic. Dimensions are ignored. */
    private static final class Series implements MetricSource {

        private final Map<String, SortedMap<Long, Double>> byMetric = new TreeMap<>();
        private long length;

        Series(Map<String, String> texts) {
            texts.forEach((metric, text) -> byMetric.put(metric, parse(text)));
        }

        private SortedMap<Long, Double> parse(String text) {
            SortedMap<Long, Double> datapoints = new TreeMap<>();
            long period = 0;
            for (String part : text.split(" ")) {
                String[] valueAndTimes = part.split("x");
                int times = valueAndTimes.length == 1 ? 1 : Integer.parseInt(valueAndTimes[1]);
                for (String value : Collections.nCopies(times, valueAndTimes[0])) {
                    if (!value.equals("-")) {
                        datapoints.put(period, Double.valueOf(value));
                    }
                    period++;
                }
            }
            length = Math.max(length, period);
            return datapoints;
        }

        long length() {
            return length;
        }

        @Override
        public SortedMap<Long, Double> datapoints(MetricStat metric, long first, long last) {
            SortedMap<Long, Double> ofMetric = byMetric.getOrDefault(metric.metric(), new TreeMap<>());
            return byMetric.getOrDefault(metric.metric() + " " + metric.statistic(), ofMetric)
                    .subMap(first, last + 1);
        }

        @Override
        public long firstPeriod(Duration ofLength) {
            return 0;
        }
    }
}
