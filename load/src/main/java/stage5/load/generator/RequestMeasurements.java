package stage5.load.generator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import stage5.load.plan.LoadModel;
import stage5.load.plan.LoadPlan;
import stage5.load.plan.PlannedRequest;
import stage5.load.plan.RequestKind;

/** Collects the results of requests that are due from time zero. Thread-safe. */
final class RequestMeasurements {

    private final LoadPlan plan;
    private final Map<RequestKind, Latencies> latencies = new ConcurrentHashMap<>();
    private final Map<RequestKind, AtomicLong> failures = new ConcurrentHashMap<>();
    private final Latencies lag = new Latencies();
    private final Map<Long, WindowCounter> seconds = new ConcurrentSkipListMap<>();
    private final Map<Long, WindowCounter> steps = new ConcurrentSkipListMap<>();

    RequestMeasurements(LoadPlan plan) {
        this.plan = plan;
    }

    /** Records that a planned request is sent, and how late. */
    void sent(PlannedRequest request, Duration late) {
        if (counts(request)) {
            lag.add(late.toNanos());
            second(request).sent(late);
            step(request).sent(late);
        }
    }

    /** Records the response to a planned request. */
    void answered(PlannedRequest request, boolean successful, Duration latency) {
        if (!counts(request)) {
            return;
        }
        add(request.kind(), successful, latency);
        if (successful) {
            second(request).answered(latency);
            step(request).answered(latency);
        } else {
            second(request).failed();
            step(request).failed();
        }
    }

    /** Records what follows a planned request: {@link RequestKind#LOOK} or {@link RequestKind#SETTLED}. */
    void followed(RequestKind kind, PlannedRequest request, boolean successful, Duration latency) {
        if (counts(request)) {
            add(kind, successful, latency);
        }
    }

    /** Returns the current result of a second. */
    LoadResult.Window second(long second) {
        return seconds.getOrDefault(second, new WindowCounter()).result(second, plan.rate(second));
    }

    /** Returns the current result of a step of ten seconds. */
    LoadResult.Window step(long number) {
        long from = number * LoadModel.STEP_LENGTH.toSeconds();
        return steps.getOrDefault(number, new WindowCounter()).result(from, plan.rate(from));
    }

    LoadResult result(GeneratorSettings settings, long planned, long zeroMillis, Duration length, double cpuShare) {
        Map<RequestKind, LoadResult.RequestResult> requests = new EnumMap<>(RequestKind.class);
        for (RequestKind kind : RequestKind.values()) {
            if (latencies.containsKey(kind) || failures.containsKey(kind)) {
                requests.put(
                        kind,
                        new LoadResult.RequestResult(
                                latencies.getOrDefault(kind, new Latencies()),
                                failures.getOrDefault(kind, new AtomicLong()).get()));
            }
        }
        // A run that ends early still sends the visitors that Gatling has injected up to two seconds ahead.
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

    private static List<LoadResult.Window> results(
            Map<Long, WindowCounter> windows, LongFunction<LoadResult.Window> result) {
        return windows.keySet().stream().map(result::apply).toList();
    }

    private void add(RequestKind kind, boolean successful, Duration latency) {
        if (successful) {
            latencies.computeIfAbsent(kind, ignored -> new Latencies()).add(latency.toNanos());
        } else {
            failures.computeIfAbsent(kind, ignored -> new AtomicLong()).incrementAndGet();
        }
    }

    private boolean counts(PlannedRequest request) {
        return !request.due().isNegative() && request.due().compareTo(plan.duration()) < 0;
    }

    private WindowCounter second(PlannedRequest request) {
        return seconds.computeIfAbsent(request.due().toSeconds(), ignored -> new WindowCounter());
    }

    private WindowCounter step(PlannedRequest request) {
        return steps.computeIfAbsent(
                request.due().toSeconds() / LoadModel.STEP_LENGTH.toSeconds(), ignored -> new WindowCounter());
    }
}
