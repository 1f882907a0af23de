package stage5.load.compare;

import static stage5.load.compare.Observation.SHOP;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import stage5.cli.stack.Part;
import stage5.load.generator.Latencies;
import stage5.load.generator.LoadResult;
import stage5.load.plan.Kind;
import stage5.load.plan.Model;
import stage5.topology.Topology;

/** Turns what a phase has seen into figures. */
final class Reckoning {

    private static final double MIB_PER_GB = 1024;
    private static final double THOUSAND = 1000;

    private final Map<String, Part> services = new HashMap<>();

    Reckoning(Topology topology) {
        for (Part service : Part.services()) {
            topology.of(service.label()).functions().forEach(function -> services.put(function.name(), service));
        }
    }

    /** A figure of the shop or of one of its services. */
    record Figure(Metric metric, String part, double value) {}

    /** Returns the service that the function belongs to. */
    Part service(String function) {
        Part service = services.get(function);
        if (service == null) {
            throw new IllegalArgumentException("The topology has no function " + function);
        }
        return service;
    }

    /** Returns all figures of the phase. */
    List<Figure> of(PhaseResult result, boolean functions) {
        Figures figures = new Figures();
        LoadResult load = result.load();
        answers(load, figures);
        double length = load.length();
        figures.add(Metric.SECONDS, SHOP, length);
        double cpu = usage(result.usage(), figures);
        double gbSeconds = functions
                ? invocations(result.invocations(), figures)
                : figures.perPart(
                        Metric.GB_SECONDS, result.usage(), usage -> usage.residentMiB() / MIB_PER_GB * length);
        result.consumption().forEach((metric, amounts) -> figures.perPart(metric, amounts, amount -> amount));
        long answered = load.answered();
        figures.add(Metric.CPU_SECONDS_PER_1000_REQUESTS, SHOP, cpu / answered * THOUSAND);
        figures.add(Metric.GB_SECONDS_PER_1000_REQUESTS, SHOP, gbSeconds / answered * THOUSAND);
        load.of(Kind.SETTLED)
                .or(() -> load.of(Kind.ORDER))
                .ifPresent(orders ->
                        figures.add(Metric.ORDERS, SHOP, orders.latencies().count()));
        load.of(Kind.SETTLED).ifPresent(settled -> {
            long orders = settled.latencies().count();
            figures.add(Metric.CPU_SECONDS_PER_1000_ORDERS, SHOP, cpu / orders * THOUSAND);
            figures.add(Metric.GB_SECONDS_PER_1000_ORDERS, SHOP, gbSeconds / orders * THOUSAND);
            figures.add(Metric.ORDER_SETTLED_P50, SHOP, settled.latencies().percentile(50));
            figures.add(Metric.ORDER_SETTLED_P99, SHOP, settled.latencies().percentile(99));
        });
        return figures.all();
    }

    /** Returns the CPU seconds of all; NaN where nothing is known of them. */
    private static double usage(Map<Part, Usage> usage, Figures figures) {
        if (usage.isEmpty()) {
            return Double.NaN;
        }
        figures.perPart(Metric.RESIDENT_MEMORY, usage, Usage::residentMiB);
        figures.perPart(Metric.PEAK_MEMORY, usage, Usage::peakMiB);
        return figures.perPart(Metric.CPU_SECONDS, usage, Usage::cpuSeconds);
    }

    private static void answers(LoadResult load, Figures figures) {
        Latencies latencies = load.latencies();
        if (load.model() == Model.STEP) {
            figures.add(Metric.THROUGHPUT_AT_SLO, SHOP, load.throughputAtSlo());
        } else {
            figures.add(Metric.LATENCY_P50, SHOP, latencies.percentile(50));
            figures.add(Metric.LATENCY_P90, SHOP, latencies.percentile(90));
            figures.add(Metric.LATENCY_P95, SHOP, latencies.percentile(95));
            figures.add(Metric.LATENCY_P99, SHOP, latencies.percentile(99));
            figures.add(Metric.LATENCY_P999, SHOP, latencies.percentile(99.9));
            figures.add(Metric.LATENCY_MEAN, SHOP, latencies.mean());
            figures.add(Metric.ERROR_SHARE, SHOP, load.errorShare());
            figures.add(Metric.THROUGHPUT, SHOP, load.answered() / load.length());
        }
        figures.add(Metric.REQUESTS, SHOP, load.answered());
    }

    /** Returns the GB seconds that are billed for all of them. */
    private double invocations(List<Invocation> invocations, Figures figures) {
        Map<Part, Double> gbSeconds = new EnumMap<>(Part.class);
        Map<Part, Double> billed = new EnumMap<>(Part.class);
        Map<Part, Double> count = new EnumMap<>(Part.class);
        Map<Part, Double> cold = new EnumMap<>(Part.class);
        Latencies starts = new Latencies();
        for (Invocation invocation : invocations) {
            Part service = service(invocation.function());
            gbSeconds.merge(service, invocation.gbSeconds(), Double::sum);
            billed.merge(service, (double) invocation.billedMillis(), Double::sum);
            count.merge(service, 1.0, Double::sum);
            if (invocation.isCold()) {
                cold.merge(service, 1.0, Double::sum);
                starts.add((long) (invocation.initMillis() * 1e6));
            }
        }
        figures.perPart(Metric.BILLED_MS, billed, value -> value);
        double invoked = figures.perPart(Metric.INVOCATIONS, count, value -> value);
        double started = figures.perPart(Metric.COLD_STARTS, cold, value -> value);
        figures.add(Metric.COLD_START_SHARE, SHOP, started / invoked);
        figures.add(Metric.COLD_START_P50, SHOP, starts.percentile(50));
        figures.add(Metric.COLD_START_P99, SHOP, starts.percentile(99));
        return figures.perPart(Metric.GB_SECONDS, gbSeconds, value -> value);
    }

    /** Collects figures; one that can't be reckoned, for want of anything to reckon it from, is left out. */
    private static final class Figures {

        private final List<Figure> all = new ArrayList<>();

        void add(Metric metric, String part, double value) {
            if (Double.isFinite(value)) {
                all.add(new Figure(metric, part, value));
            }
        }

        /** Returns the sum of all services, each of which is added, and the shop's. */
        <T> double perPart(Metric metric, Map<Part, T> values, ToDoubleFunction<T> figure) {
            double sum = 0;
            for (Part part : Part.services()) {
                double value = values.containsKey(part) ? figure.applyAsDouble(values.get(part)) : 0;
                add(metric, part.label(), value);
                sum += value;
            }
            add(metric, SHOP, sum);
            return sum;
        }

        List<Figure> all() {
            return List.copyOf(all);
        }
    }
}
