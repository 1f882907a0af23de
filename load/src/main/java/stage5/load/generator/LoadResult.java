package stage5.load.generator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.load.plan.LoadModel;
import stage5.load.plan.MachineShare;
import stage5.load.plan.RequestKind;
import stage5.load.plan.StormPhases;

/**
 * The result of a run, from time zero.
 *
 * @param peak the highest planned rate in requests a second
 * @param scaledDownBy the model's own peak divided by this run's
 * @param share the part of the load plan that this machine sent
 * @param length the measured time in seconds
 * @param zeroMillis time zero in milliseconds since 1970
 * @param planned the number of requests that were due
 * @param lag how late the generator itself sent requests
 * @param cpuShare the generator's share of all processors, 0 to 1
 * @param seconds a window for each second, by due time
 * @param steps a window for each ten seconds, by due time
 */
public record LoadResult(
        LoadModel model,
        double rate,
        double peak,
        double scaledDownBy,
        long seed,
        MachineShare share,
        double length,
        long zeroMillis,
        long planned,
        Map<RequestKind, RequestResult> requests,
        Latencies lag,
        double cpuShare,
        List<Window> seconds,
        List<Window> steps) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();
    private static final String FILE = "load.json";

    /** The result of one kind of requests. Failed requests have no latency. */
    public record RequestResult(Latencies latencies, long failed) {}

    /** The result of the planned requests that were due within a time window. */
    public record Window(
            long fromSecond,
            double rate,
            long sent,
            long answered,
            long failed,
            long withinSlo,
            double p50,
            double p99,
            double lagP99) {

        /** Returns the sum with the same window of another machine; of percentiles the higher one. */
        Window plus(Window other) {
            return new Window(
                    fromSecond,
                    rate + other.rate,
                    sent + other.sent,
                    answered + other.answered,
                    failed + other.failed,
                    withinSlo + other.withinSlo,
                    Math.max(p50, other.p50),
                    Math.max(p99, other.p99),
                    Math.max(lagP99, other.lagP99));
        }

        /** Returns whether the SLO held. Unanswered requests count as failed. */
        @JsonIgnore
        public boolean isHeld() {
            return sent > 0 && withinSlo >= sent * 0.99 && sent - answered <= sent * Slo.ERRORS;
        }
    }

    /**
     * Returns the result that a run wrote to a folder.
     *
     * @throws LoadException if there is none
     */
    public static LoadResult read(Path folder) {
        try {
            return JSON.readValue(folder.resolve(FILE).toFile(), LoadResult.class);
        } catch (IOException e) {
            throw new LoadException("The generator wrote no result to %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    void write(Path folder) {
        try {
            JSON.writeValue(folder.resolve(FILE).toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns time zero. */
    public Instant zero() {
        return Instant.ofEpochMilli(zeroMillis);
    }

    /** Returns the end of the measured time. */
    public Instant end() {
        return zero().plusMillis((long) (length * 1000));
    }

    /** Returns the latencies of all successful planned requests. */
    public Latencies latencies() {
        Latencies all = new Latencies();
        requests.forEach((kind, result) -> {
            if (kind.isPlanned()) {
                all.addAll(result.latencies());
            }
        });
        return all;
    }

    /** Returns the result of a kind of requests; empty if none were sent. */
    public Optional<RequestResult> of(RequestKind kind) {
        return Optional.ofNullable(requests.get(kind));
    }

    /** Returns the number of successful planned requests. */
    public long answered() {
        return latencies().count();
    }

    /** Returns the share of planned requests that failed; 1 if none ended. */
    public double errorShare() {
        long failed = requests.entrySet().stream()
                .filter(entry -> entry.getKey().isPlanned())
                .mapToLong(entry -> entry.getValue().failed())
                .sum();
        long ended = failed + answered();
        return ended == 0 ? 1 : (double) failed / ended;
    }

    /** Returns the highest rate up to which the SLO held in every step; 0 if the first step broke it. */
    public double throughputAtSlo() {
        return steps.stream()
                .takeWhile(Window::isHeld)
                .mapToDouble(Window::rate)
                .max()
                .orElse(0);
    }

    /** Returns the reasons why the generator was the bottleneck; empty if the run is valid. */
    public List<String> saturation() {
        List<String> reasons = new ArrayList<>();
        double limit = lagLimit();
        double lateBy =
                switch (model) {
                    case STEP -> lagOfHeldSteps();
                    case STORM -> lagBeforeTheStorm();
                    default -> lag.percentile(99);
                };
        if (lateBy > limit) {
            reasons.add("the generator sent 1 %% of the requests %.0f ms late or later; the limit is %.0f ms"
                    .formatted(lateBy, limit));
        }
        if (cpuShare > Slo.CPU) {
            reasons.add("the generator took %.0f %% of all processors; the limit is %.0f %%"
                    .formatted(cpuShare * 100, Slo.CPU * 100));
        }
        if (model != LoadModel.STEP && lag.count() < planned * (1 - Slo.ERRORS)) {
            reasons.add("of %d planned requests %d were never sent".formatted(planned, planned - lag.count()));
        }
        return reasons;
    }

    /**
     * A tenth of the measured p99, but at least {@link Slo#LAG_P99}: a larger lag would distort the measured latency.
     */
    private double lagLimit() {
        double p99 = latencies().percentile(99);
        return Double.isNaN(p99) ? Slo.LAG_P99.toMillis() : Math.max(Slo.LAG_P99.toMillis(), p99 / 10);
    }

    /** Ignores the step that breaks the SLO: a saturated shop slows down the generator on the same machine, too. */
    private double lagOfHeldSteps() {
        return steps.stream()
                .takeWhile(Window::isHeld)
                .mapToDouble(Window::lagP99)
                .max()
                .orElse(0);
    }

    /** Ignores the storm itself, which slows down the generator on the same machine, too. */
    private double lagBeforeTheStorm() {
        long storm = StormPhases.of(Duration.ofMillis((long) (length * 1000))).begin();
        return steps.stream()
                .filter(step -> step.fromSecond() + LoadModel.STEP_LENGTH.toSeconds() <= storm)
                .mapToDouble(Window::lagP99)
                .max()
                .orElse(0);
    }

    /** Returns the first second from which the SLO held for five seconds together; empty if it never did. */
    public Optional<Long> settledAfter() {
        int span = 5;
        for (int from = 0; from + span <= seconds.size(); from++) {
            List<Window> five = seconds.subList(from, from + span);
            long sent = five.stream().mapToLong(Window::sent).sum();
            long withinSlo = five.stream().mapToLong(Window::withinSlo).sum();
            if (sent > 0 && withinSlo >= sent * 0.99) {
                return Optional.of(five.getFirst().fromSecond());
            }
        }
        return Optional.empty();
    }
}
