package stage5.stack.alarm.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.stack.Component;
import stage5.stack.Form;
import stage5.stack.RunState;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.alarm.Alarm;
import stage5.stack.alarm.AlarmMonitor;
import stage5.stack.alarm.AlarmState;
import stage5.stack.alarm.AlarmStatus;
import stage5.stack.alarm.AnomalyModel;
import stage5.stack.alarm.MetricAlarm;
import stage5.stack.alarm.SynthesizedAlarms;
import stage5.stack.shop.Api;
import stage5.topology.Topology;

/**
 * Evaluates the alarms of production on the metrics of a shop that runs on this machine.
 *
 * <p>The speed is how many times faster than on AWS the periods pass: at 30 a minute lasts two seconds. Thresholds stay the same,
 * but an age in seconds counts as many times. The usual values of an anomaly alarm are those of the periods since the watch began.
 */
public final class LocalAlarms implements AutoCloseable {

    private static final long MINUTE_SECONDS = 60;

    /** One hour of periods of five minutes. */
    private static final AnomalyModel USUAL = AnomalyModel.recent(6, 60);

    /** Waits until an instant. */
    @FunctionalInterface
    interface Wait {
        void until(Instant instant) throws InterruptedException;
    }

    private final Speed speed;
    private final List<MetricReader> readers;
    private final List<Api> connections;
    private final InstantSource clock;
    private final Wait wait;
    private final MetricRecorder recorder = new MetricRecorder();
    private final List<String> notifying;
    private final List<String> withoutMetrics;
    private final AlarmMonitor monitor;

    LocalAlarms(
            SynthesizedAlarms alarms,
            Speed speed,
            List<MetricReader> readers,
            List<Api> connections,
            InstantSource clock,
            Wait wait) {
        this.speed = speed;
        this.readers = List.copyOf(readers);
        this.connections = List.copyOf(connections);
        this.clock = clock;
        this.wait = wait;
        Set<String> measured = Stream.concat(
                        Stream.of("AWS/ApplicationSignals"),
                        readers.stream().flatMap(reader -> reader.namespaces().stream()))
                .collect(Collectors.toSet());
        this.withoutMetrics = alarms.metricAlarms()
                .filter(alarm -> alarm.metrics().stream().anyMatch(metric -> !measured.contains(metric.namespace())))
                .map(MetricAlarm::name)
                .sorted()
                .toList();
        this.notifying = alarms.alarms().stream()
                .filter(Alarm::notifies)
                .map(Alarm::name)
                .filter(name -> !withoutMetrics.contains(name))
                .sorted()
                .toList();
        this.monitor = new AlarmMonitor(alarms, recorder, USUAL, clock.instant());
    }

    /**
     * Begins a watch of the shop.
     *
     * @throws StackException if no local cloud runs, or the speed is no divisor of the milliseconds of a minute
     */
    public static LocalAlarms of(Stack stack, int timesFaster) {
        Speed speed = new Speed(timesFaster);
        RunState run = stack.running()
                .filter(state -> state.running(Component.CLOUD).isPresent())
                .orElseThrow(() -> new StackException("No local cloud runs. %s starts the shop."
                        .formatted(stack.ports().call("up"))));
        List<Api> connections = new ArrayList<>();
        Api console = new Api(stack.ports().console());
        connections.add(console);
        List<MetricReader> readers = new ArrayList<>();
        readers.add(new QueueMetrics(console, speed));
        for (Component service : Component.services()) {
            if (run.form(service) == Form.LAMBDA) {
                readers.add(new FunctionMetrics(Topology.load().of(service.label()), console));
                readers.add(new EmbeddedMetricLog(stack.log(service), speed));
            } else {
                Api api = new Api(stack.ports().address(service));
                connections.add(api);
                readers.add(new ContainerMetrics(service.label(), api, speed));
            }
        }
        return new LocalAlarms(
                SynthesizedAlarms.of(run::form),
                speed,
                readers,
                connections,
                InstantSource.system(),
                instant -> Thread.sleep(
                        Math.max(0, Duration.between(Instant.now(), instant).toMillis())));
    }

    /** Returns the names of the alarms that are evaluated and notify, sorted. */
    public List<String> names() {
        return notifying;
    }

    /** Returns the names of the alarms whose metrics no local shop has, sorted. */
    public List<String> withoutMetrics() {
        return withoutMetrics;
    }

    /** Waits until the current minute is over, reads the metrics, and returns the status of each alarm that notifies. */
    public List<AlarmStatus> next() throws InterruptedException {
        long minute = minute(clock.instant());
        wait.until(Instant.ofEpochMilli((minute + 1) * speed.minuteMillis()));
        for (MetricReader reader : readers) {
            reader.read((metric, sample) -> recorder.add(minute, metric, sample));
        }
        monitor.evaluate((minute + 1) * MINUTE_SECONDS, clock.instant());
        return notifying.stream().map(this::status).toList();
    }

    /**
     * Evaluates every minute until the alarm has the state, and returns its status; empty if it has not within the limit.
     *
     * @param limit in real time
     * @throws StackException if there is no such alarm, or it has no metrics here
     */
    public Optional<AlarmStatus> await(String alarm, AlarmState state, Duration limit) throws InterruptedException {
        if (!notifying.contains(alarm)) {
            throw new StackException(
                    withoutMetrics.contains(alarm)
                            ? "A local shop has no metrics for the alarm " + alarm
                            : "There is no alarm %s; the alarms are %s".formatted(alarm, String.join(", ", notifying)));
        }
        Instant end = clock.instant().plus(limit);
        while (clock.instant().isBefore(end)) {
            next();
            if (status(alarm).state() == state) {
                return Optional.of(status(alarm));
            }
        }
        return Optional.empty();
    }

    /**
     * Evaluates every minute for this time, and returns the alarms that have fired, by name.
     *
     * @param time in real time
     */
    public SortedMap<String, AlarmStatus> firing(Duration time) throws InterruptedException {
        SortedMap<String, AlarmStatus> fired = new TreeMap<>();
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            next().stream()
                    .filter(status -> status.state() == AlarmState.ALARM)
                    .forEach(status -> fired.putIfAbsent(status.name(), status));
        }
        return fired;
    }

    private AlarmStatus status(String alarm) {
        return monitor.status(alarm).orElseThrow();
    }

    private long minute(Instant instant) {
        return Math.floorDiv(instant.toEpochMilli(), speed.minuteMillis());
    }

    @Override
    public void close() {
        connections.forEach(Api::close);
    }
}
