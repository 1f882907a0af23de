package stage5.load.generator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import stage5.load.plan.Kind;
import stage5.load.plan.Model;
import stage5.load.plan.Page;
import stage5.load.plan.Plan;

/** What is seen of the requests that are due from time zero on; several threads may tell it. */
final class Measurements {

    private final Plan plan;
    private final Map<Kind, Latencies> latencies = new ConcurrentHashMap<>();
    private final Map<Kind, AtomicLong> failures = new ConcurrentHashMap<>();
    private final Latencies lag = new Latencies();
    private final Map<Long, Window> seconds = new ConcurrentSkipListMap<>();
    private final Map<Long, Window> steps = new ConcurrentSkipListMap<>();

    Measurements(Plan plan) {
        this.plan = plan;
    }

    /** Takes note of a planned request that is being sent, and how late. */
    void sent(Page page, Duration late) {
        if (counts(page)) {
            lag.add(late.toNanos());
            second(page).sent(late);
            step(page).sent(late);
        }
    }

    /** Takes note of the answer to a planned request. */
    void answered(Page page, boolean well, Duration latency) {
        if (!counts(page)) {
            return;
        }
        add(page.kind(), well, latency);
        if (well) {
            second(page).answered(latency);
            step(page).answered(latency);
        } else {
            second(page).failed();
            step(page).failed();
        }
    }

    /** Takes note of what follows from a planned request: {@link Kind#LOOK}, {@link Kind#SETTLED}. */
    void followed(Kind kind, Page page, boolean well, Duration latency) {
        if (counts(page)) {
            add(kind, well, latency);
        }
    }

    /** Returns the second's window so far. */
    LoadResult.Window second(long second) {
        return seconds.getOrDefault(second, new Window()).result(second, plan.rate(second));
    }

    /** Returns the ten seconds' window so far. */
    LoadResult.Window step(long number) {
        long from = number * Model.STEP_LENGTH.toSeconds();
        return steps.getOrDefault(number, new Window()).result(from, plan.rate(from));
    }

    LoadResult result(Settings settings, long planned, long zeroMillis, Duration length, double cpuShare) {
        Map<Kind, LoadResult.Requests> requests = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            if (latencies.containsKey(kind) || failures.containsKey(kind)) {
                requests.put(
                        kind,
                        new LoadResult.Requests(
                                latencies.getOrDefault(kind, new Latencies()),
                                failures.getOrDefault(kind, new AtomicLong()).get()));
            }
        }
        // Those who were on their way when a run ended early still came.
        double peak = plan.peak(Math.min(plan.endSecond(), length.toSeconds() + 2));
        return new LoadResult(
                plan.model(),
                settings.rate(),
                peak,
                plan.model().scaledDownBy(settings.rate()),
                plan.seed(),
                plan.share(),
                length.toMillis() / 1000.0,
                zeroMillis,
                planned,
                requests,
                lag,
                cpuShare,
                results(seconds, this::second),
                results(steps, this::step).stream()
                        .filter(step -> step.fromSecond() < length.toSeconds())
                        .toList());
    }

    private static List<LoadResult.Window> results(Map<Long, Window> windows, LongFunction<LoadResult.Window> result) {
        return windows.keySet().stream().map(result::apply).toList();
    }

    private void add(Kind kind, boolean well, Duration latency) {
        if (well) {
            latencies.computeIfAbsent(kind, ignored -> new Latencies()).add(latency.toNanos());
        } else {
            failures.computeIfAbsent(kind, ignored -> new AtomicLong()).incrementAndGet();
        }
    }

    private boolean counts(Page page) {
        return !page.due().isNegative() && page.due().compareTo(plan.duration()) < 0;
    }

    private Window second(Page page) {
        return seconds.computeIfAbsent(page.due().toSeconds(), ignored -> new Window());
    }

    private Window step(Page page) {
        return steps.computeIfAbsent(page.due().toSeconds() / Model.STEP_LENGTH.toSeconds(), ignored -> new Window());
    }
}
