package stage5.stack.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates alarms again and again, and remembers their states. An alarm is evaluated when one of its periods is over; CloudWatch
 * evaluates alarms with periods longer than a minute more often. Not thread-safe.
 */
public final class AlarmMonitor {

    private final List<MetricAlarm> metricAlarms;
    private final List<CompositeAlarm> compositeAlarms;
    private final MetricSource metrics;
    private final AnomalyModel usual;
    private final Map<String, Long> evaluated = new HashMap<>();
    private final Map<String, AlarmStatus> statuses = new HashMap<>();

    /**
     * Creates a monitor; every alarm has insufficient data at first.
     *
     * @param metrics the metrics from which the burn rates of the objectives are computed, too
     * @param now the time since when the alarms have this state
     */
    public AlarmMonitor(SynthesizedAlarms alarms, MetricSource metrics, AnomalyModel usual, Instant now) {
        this.metricAlarms = alarms.metricAlarms().toList();
        this.compositeAlarms = alarms.compositeAlarms().toList();
        this.metrics = new BurnRates(metrics, alarms.objectives());
        this.usual = usual;
        alarms.alarms()
                .forEach(alarm -> statuses.put(
                        alarm.name(),
                        new AlarmStatus(
                                alarm.name(),
                                alarm.description(),
                                AlarmState.INSUFFICIENT_DATA,
                                now,
                                "Not evaluated yet")));
    }

    /**
     * Evaluates the alarms of which a period is over.
     *
     * @param second the current time on the scale of the metrics' periods
     * @param now the current time, for {@link AlarmStatus#since}
     */
    public void evaluate(long second, Instant now) {
        for (MetricAlarm alarm : metricAlarms) {
            long period = lastCompletePeriod(second, alarm.period());
            Long before = evaluated.put(alarm.name(), period);
            if (before == null || before < period) {
                AlarmResult result = new AlarmEvaluation(alarm, metrics, usual)
                        .next(status(alarm.name()).orElseThrow().state(), period);
                update(alarm, result, now);
            }
        }
        for (CompositeAlarm alarm : compositeAlarms) {
            List<AlarmStatus> parts =
                    alarm.all().stream().map(name -> status(name).orElseThrow()).toList();
            boolean all = parts.stream().allMatch(part -> part.state() == AlarmState.ALARM);
            String reason = String.join(
                    "; ",
                    parts.stream()
                            .map(part -> part.name() + ": " + part.reason())
                            .toList());
            update(alarm, new AlarmResult(all ? AlarmState.ALARM : AlarmState.OK, reason), now);
        }
    }

    private static long lastCompletePeriod(long second, Duration length) {
        return Math.floorDiv(second, length.toSeconds()) - 1;
    }

    private void update(Alarm alarm, AlarmResult result, Instant now) {
        statuses.compute(
                alarm.name(),
                (name, before) -> new AlarmStatus(
                        name,
                        alarm.description(),
                        result.state(),
                        result.state() == before.state() ? before.since() : now,
                        result.reason()));
    }

    /** Returns the status of an alarm; empty if there is no such alarm. */
    public Optional<AlarmStatus> status(String alarm) {
        return Optional.ofNullable(statuses.get(alarm));
    }
}
