package stage5.stack.alarm;

import static stage5.stack.alarm.AlarmState.ALARM;
import static stage5.stack.alarm.AlarmState.INSUFFICIENT_DATA;
import static stage5.stack.alarm.AlarmState.OK;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Evaluates an alarm as CloudWatch does (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html">alarm evaluation</a>, <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html">missing data</a>).
 *
 * <p>CloudWatch does not document how many periods beyond the evaluated ones it retrieves; in its examples it is two.
 */
public record AlarmEvaluation(MetricAlarm alarm, MetricSource source, AnomalyModel usual) {

    /** The evaluation range has some periods more than are evaluated, in case the latest ones are missing. */
    private static final int FURTHER_PERIODS = 2;

    /**
     * A datapoint that exists.
     *
     * @param breaching null if there is no band to compare it with
     */
    private record Datapoint(long period, double value, Boolean breaching) {}

    /** Returns the state after each period from the first one to the last one, inclusive. */
    public List<AlarmState> states(long first, long last) {
        List<AlarmState> states = new ArrayList<>();
        AlarmState state = INSUFFICIENT_DATA;
        for (long period = first; period <= last; period++) {
            state = next(state, period).state();
            states.add(state);
        }
        return states;
    }

    /**
     * Evaluates the alarm when a period is over.
     *
     * @param before the state before
     * @throws IllegalArgumentException if the alarm has an unknown expression
     */
    public AlarmResult next(AlarmState before, long period) {
        long from = period - alarm.periods() + 1;
        List<Datapoint> existing = newest(from, period);
        if (existing.stream().anyMatch(datapoint -> datapoint.breaching() == null)) {
            return new AlarmResult(
                    INSUFFICIENT_DATA, "There are too few earlier datapoints for a band of usual values");
        }
        int missing = alarm.periods() - existing.size();
        long breaching = existing.stream().filter(Datapoint::breaching).count();
        AlarmState state = missing == 0 ? state(breaching) : withMissing(before, existing, breaching, missing, period);
        return new AlarmResult(state, reason(existing, breaching, missing, period));
    }

    private AlarmState state(long breaching) {
        return breaching >= alarm.datapointsToAlarm() ? ALARM : OK;
    }

    private AlarmState withMissing(
            AlarmState before, List<Datapoint> existing, long breaching, int missing, long period) {
        return switch (alarm.missingData()) {
            case BREACHING -> state(breaching + missing);
            case NOT_BREACHING -> state(breaching);
            case IGNORE -> breaching < existing.size() ? state(breaching) : before;
            case MISSING -> {
                if (existing.isEmpty()) {
                    yield INSUFFICIENT_DATA;
                }
                yield breaching < existing.size() ? state(breaching) : onlyBreaching(before, existing, period);
            }
        };
    }

    /** Avoids a premature alarm: the oldest breaching datapoint must be as old as the datapoints that the alarm needs. */
    private AlarmState onlyBreaching(AlarmState before, List<Datapoint> existing, long period) {
        long age = period - existing.getLast().period() + 1;
        return age >= alarm.datapointsToAlarm() ? ALARM : before;
    }

    /** Returns the newest datapoints of the evaluation range, newest first, at most as many as are evaluated. */
    private List<Datapoint> newest(long from, long period) {
        MetricMath math = new MetricMath(alarm.queries(), source);
        SortedMap<Long, Double> values = math.datapoints(alarm.watched(), from - FURTHER_PERIODS, period);
        return new TreeMap<>(values)
                .descendingMap().entrySet().stream()
                        .limit(alarm.periods())
                        .map(entry -> new Datapoint(
                                entry.getKey(),
                                entry.getValue(),
                                threshold(math, entry.getKey(), from)
                                        .map(threshold -> alarm.comparison().isBreaching(entry.getValue(), threshold))
                                        .orElse(null)))
                        .toList();
    }

    private Optional<Double> threshold(MetricMath math, long period, long from) {
        if (alarm.band() == null) {
            return Optional.of(alarm.threshold());
        }
        boolean lower = alarm.comparison() == MetricAlarm.Comparison.BELOW;
        return usual.of(
                        period,
                        from,
                        source.firstPeriod(alarm.period()),
                        (first, last) -> math.datapoints(alarm.watched(), first, last))
                .map(value -> value.mean() + (lower ? -1 : 1) * alarm.band() * value.deviation());
    }

    private String reason(List<Datapoint> existing, long breaching, int missing, long period) {
        if (existing.isEmpty()) {
            return "No datapoint in the last %d periods".formatted(alarm.periods() + FURTHER_PERIODS);
        }
        String values = existing.stream()
                .map(datapoint -> number(datapoint.value()))
                .collect(Collectors.joining(", ", "[", "]"));
        String text = "%d of %d datapoints %s %s %s the %s; %d needed"
                .formatted(
                        breaching,
                        existing.size(),
                        values,
                        breaching == 1 ? "is" : "are",
                        alarm.comparison(),
                        alarm.band() == null
                                ? "threshold " + number(alarm.threshold())
                                : "edge of the band of usual values",
                        alarm.datapointsToAlarm());
        return missing == 0 ? text : text + ", %d missing".formatted(missing);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
