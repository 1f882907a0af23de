package stage5.stack.alarm.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import stage5.stack.alarm.MetricSource;
import stage5.stack.alarm.MetricStat;

/** Keeps the samples of the latest minutes in memory. Not thread-safe. */
final class MetricRecorder implements MetricSource {

    /** Some more than the longest window of a burn rate. */
    static final long KEPT_MINUTES = Duration.ofHours(7).toMinutes();

    private static final long MINUTE_SECONDS = 60;

    private final Map<MetricId, NavigableMap<Long, Sample>> samples = new HashMap<>();
    private long firstMinute = Long.MAX_VALUE;

    /** Adds a sample to a minute, and forgets the minutes that are too old. */
    void add(long minute, MetricId metric, Sample sample) {
        firstMinute = Math.min(firstMinute, minute);
        NavigableMap<Long, Sample> minutes = samples.computeIfAbsent(metric, unseen -> new TreeMap<>());
        minutes.merge(minute, sample, Sample::plus);
        minutes.headMap(minute - KEPT_MINUTES).clear();
    }

    @Override
    public SortedMap<Long, Double> datapoints(MetricStat metric, long first, long last) {
        SortedMap<Long, Double> datapoints = new TreeMap<>();
        NavigableMap<Long, Sample> minutes = samples.getOrDefault(MetricId.of(metric), new TreeMap<>());
        long length = minutes(metric.period());
        for (long period = first; period <= last; period++) {
            long at = period;
            Optional<Sample> sample = minutes.subMap(period * length, (period + 1) * length).values().stream()
                    .reduce(Sample::plus);
            sample.map(values -> values.statistic(metric.statistic()))
                    .ifPresent(value -> value.ifPresent(known -> datapoints.put(at, known)));
        }
        return datapoints;
    }

    @Override
    public long firstPeriod(Duration length) {
        return firstMinute == Long.MAX_VALUE ? 0 : Math.ceilDiv(firstMinute, minutes(length));
    }

    private static long minutes(Duration period) {
        return period.toSeconds() / MINUTE_SECONDS;
    }
}
