package stage5.load.generator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.load.plan.Kind;
import stage5.load.plan.Model;
import stage5.load.plan.Share;

/**
 * What a run has seen, from time zero on.
 *
 * @param peak the most requests a second that were sent, as planned
 * @param scaledDownBy the model's own peak by this one's
 * @param share of the visitors that was sent
 * @param zeroMillis when time zero was, in milliseconds since 1970
 * @param planned requests that were due
 * @param lag how late they were sent, by the generator's own fault
 * @param cpuShare of all processors, by the generator
 * @param seconds second by second, by when requests were due
 * @param steps ten seconds by ten seconds, likewise
 */
public record LoadResult(
        Model model,
        double rate,
        double peak,
        double scaledDownBy,
        long seed,
        Share share,
        double length,
        long zeroMillis,
        long planned,
        Map<Kind, Requests> requests,
        Latencies lag,
        double cpuShare,
        List<Window> seconds,
        List<Window> steps) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();
    private static final String FILE = "load.json";

    /** What became of one kind of requests; those that failed have no latency. */
    public record Requests(Latencies latencies, long failed) {}

    /** What became of the planned requests that were due within some seconds. */
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

        /** Returns the same seconds of another machine and this one: what they sent together, and the slower percentiles. */
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

        /** Returns whether the shop kept its promise; what is unanswered so far has broken it. */
        @JsonIgnore
        public boolean isHeld() {
            return sent > 0 && withinSlo >= sent * 0.99 && sent - answered <= sent * Slo.ERRORS;
        }
    }

    /**
     * Returns what a run has left in that folder.
     *
     * @throws LoadException if it has not
     */
    public static LoadResult read(Path folder) {
        try {
            return JSON.readValue(folder.resolve(FILE).toFile(), LoadResult.class);
        } catch (IOException e) {
            throw new LoadException("The generator has left no result in %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    void write(Path folder) {
        try {
            JSON.writeValue(folder.resolve(FILE).toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when time zero was. */
    public Instant zero() {
        return Instant.ofEpochMilli(zeroMillis);
    }

    /** Returns when the last request was due. */
    public Instant end() {
        return zero().plusMillis((long) (length * 1000));
    }

    /** Returns the latencies of all planned requests that were answered well. */
    public Latencies latencies() {
        Latencies all = new Latencies();
        requests.forEach((kind, seen) -> {
            if (kind.isPlanned()) {
                all.addAll(seen.latencies());
            }
        });
        return all;
    }

    /** Returns what became of that kind of requests, if there were any. */
    public Optional<Requests> of(Kind kind) {
        return Optional.ofNullable(requests.get(kind));
    }

    /** Returns how many planned requests were answered well. */
    public long answered() {
        return latencies().count();
    }

    /** Returns the share of planned requests that failed. */
    public double errorShare() {
        long failed = requests.entrySet().stream()
                .filter(seen -> seen.getKey().isPlanned())
                .mapToLong(seen -> seen.getValue().failed())
                .sum();
        long ended = failed + answered();
        return ended == 0 ? 1 : (double) failed / ended;
    }

    /** Returns the highest rate up to which every step kept the SLO; 0 if not even the first did. */
    public double throughputAtSlo() {
        return steps.stream()
                .takeWhile(Window::isHeld)
                .mapToDouble(Window::rate)
                .max()
                .orElse(0);
    }

    /** Returns why the run says less about the shop than about the generator; empty if it is valid. */
    public List<String> saturation() {
        List<String> reasons = new ArrayList<>();
        double limit = mayBeLateBy();
        double lateBy = model == Model.STEP ? lagOfHeldSteps() : lag.percentile(99);
        if (lateBy > limit) {
            reasons.add("one request in a hundred was sent %.0f ms late or more, %.0f ms are the limit"
                    .formatted(lateBy, limit));
        }
        if (cpuShare > Slo.CPU) {
            reasons.add("the generator took %.0f %% of all processors, %.0f %% are the limit"
                    .formatted(cpuShare * 100, Slo.CPU * 100));
        }
        if (model != Model.STEP && lag.count() < planned * (1 - Slo.ERRORS)) {
            reasons.add("of %d requests that were due %d were never sent".formatted(planned, planned - lag.count()));
        }
        return reasons;
    }

    /** A tenth of what is looked for or, where that is longer, of what is seen: more would be seen as the shop's. */
    private double mayBeLateBy() {
        double seen = latencies().percentile(99);
        return Double.isNaN(seen) ? Slo.LAG_P99.toMillis() : Math.max(Slo.LAG_P99.toMillis(), seen / 10);
    }

    /** The step at which it breaks is where whoever shares the machine with the shop gets late, too. */
    private double lagOfHeldSteps() {
        return steps.stream()
                .takeWhile(Window::isHeld)
                .mapToDouble(Window::lagP99)
                .max()
                .orElse(0);
    }

    /** Returns the second from which on the shop kept its SLO for five seconds; empty if it never did. */
    public Optional<Long> settledAfter() {
        int span = 5;
        for (int from = 0; from + span <= seconds.size(); from++) {
            List<Window> five = seconds.subList(from, from + span);
            long sent = five.stream().mapToLong(Window::sent).sum();
            long well = five.stream().mapToLong(Window::withinSlo).sum();
            if (sent > 0 && well >= sent * 0.99) {
                return Optional.of(five.getFirst().fromSecond());
            }
        }
        return Optional.empty();
    }
}
