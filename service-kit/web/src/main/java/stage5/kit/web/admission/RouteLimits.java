package stage5.kit.web.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import stage5.kit.web.resilience.AdaptiveThrottle;
import stage5.kit.web.resilience.ConcurrencyLimit;
import stage5.kit.web.resilience.DelayLimit;
import stage5.kit.web.resilience.RequestPressure;

/**
 * The limit of each route class. Metrics, all with the tag {@code class}: gauges {@code stage5.admission.limit}, {@code
 * stage5.admission.in.flight} and, of a throttled class, {@code stage5.admission.throttle}; counter {@code stage5.admission.shed}.
 */
final class RouteLimits {

    /**
     * The limits of a class, and the counter of what it has shed.
     *
     * @param throttle what the service behind accepts of the class; empty if the class is not throttled
     * @param shedding whether the class sheds requests
     * @param priorities whether the classes with a higher priority do
     */
    record RouteLimit(
            ConcurrencyLimit limit,
            Optional<DelayLimit> delays,
            Optional<AdaptiveThrottle> throttle,
            Counter shed,
            RecentShedding shedding,
            List<RecentShedding> priorities) {

        /** Returns whether a request may start. If so, it must be released from {@link #limit()}. */
        boolean tryAcquire() {
            if (yields()) {
                return false;
            }
            if (throttle.isPresent() && !throttle.get().tryPass() || !limit.tryAcquire()) {
                shedding.shed();
                return false;
            }
            if (delays.isPresent() && !delays.get().tryAccept()) {
                limit.releaseIgnored();
                shedding.shed();
                return false;
            }
            return true;
        }

        /** Returns whether a request could start now; it starts nothing. */
        boolean hasRoom() {
            if (yields()) {
                return false;
            }
            if (!limit.hasRoom() || throttle.isPresent() && !throttle.get().wouldPass()) {
                shedding.shed();
                return false;
            }
            return true;
        }

        private boolean yields() {
            for (RecentShedding priority : priorities) {
                if (priority.isRecent()) {
                    return limit.inFlight() >= Math.max(1, limit.limit() / 2);
                }
            }
            return false;
        }
    }

    private record Mapping(RoutePattern pattern, RouteLimit limit) {}

    private final AdmissionDelays delays;
    private final RequestPressure pressure;
    private final MeterRegistry metrics;
    private final LongSupplier nanoClock;
    private final BooleanSupplier congested;
    private final Map<String, RecentShedding> shedding = new HashMap<>();
    private final List<Mapping> mappings = new ArrayList<>();
    private final RouteLimit read;
    private final RouteLimit write;

    /**
     * Creates the limits; throws if the settings of a class are invalid.
     *
     * @param congested whether requests wait in this process; the classes that yield to others then admit fewer
     */
    RouteLimits(
            AdmissionConfig config,
            AdmissionDelays delays,
            RequestPressure pressure,
            MeterRegistry metrics,
            LongSupplier nanoClock,
            BooleanSupplier congested) {
        this.delays = delays;
        this.pressure = pressure;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        this.congested = congested;
        this.read = limit("read", config.read(), false, List.of());
        this.write = limit("write", config.write(), false, List.of());
        config.classes().keySet().forEach(name -> shedding.put(name, new RecentShedding(nanoClock)));
        new TreeMap<>(config.classes()).forEach(this::add);
        mappings.sort(Comparator.comparing(Mapping::pattern, RoutePattern.MOST_SPECIFIC_FIRST));
    }

    /** Returns the limit of a request. */
    RouteLimit find(String method, String path) {
        if (!mappings.isEmpty()) {
            List<String> segments = RoutePattern.split(path);
            for (Mapping mapping : mappings) {
                if (mapping.pattern().matches(method, segments)) {
                    return mapping.limit();
                }
            }
        }
        return method.equals("GET") || method.equals("HEAD") ? read : write;
    }

    private void add(String name, AdmissionConfig.RouteClass config) {
        RouteLimit limit =
                limit(name, config, config.throttled(), config.yieldsTo().orElse(List.of()));
        config.routes().forEach(route -> mappings.add(new Mapping(RoutePattern.parse(route), limit)));
    }

    private RouteLimit limit(String name, AdmissionConfig.Limit config, boolean throttled, List<String> yieldsTo) {
        int initial = Math.clamp(config.initial(), config.min(), config.max());
        ConcurrencyLimit limit = new ConcurrencyLimit(
                new ConcurrencyLimit.Settings(config.min(), config.max(), initial, config.acceptable()),
                nanoClock,
                yieldsTo.isEmpty() ? () -> false : congested);
        if (config.min() < config.max()) { // a fixed limit says nothing about the load, for example of event streams
            pressure.watch(limit);
        }
        Gauge.builder("stage5.admission.limit", limit, ConcurrencyLimit::limit)
                .tag("class", name)
                .register(metrics);
        Gauge.builder("stage5.admission.in.flight", limit, ConcurrencyLimit::inFlight)
                .tag("class", name)
                .register(metrics);
        return new RouteLimit(
                limit,
                delays.limit(name),
                throttled ? Optional.of(throttle(name)) : Optional.empty(),
                metrics.counter("stage5.admission.shed", "class", name),
                shedding.computeIfAbsent(name, added -> new RecentShedding(nanoClock)),
                yieldsTo.stream().map(this::priority).toList());
    }

    private AdaptiveThrottle throttle(String name) {
        AdaptiveThrottle throttle = new AdaptiveThrottle(nanoClock);
        Gauge.builder("stage5.admission.throttle", throttle, AdaptiveThrottle::rate)
                .tag("class", name)
                .register(metrics);
        return throttle;
    }

    private RecentShedding priority(String name) {
        RecentShedding priority = shedding.get(name);
        if (priority == null) {
            throw new IllegalArgumentException("There is no route class to yield to: " + name);
        }
        return priority;
    }
}
