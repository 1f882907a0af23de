package stage5.load.compare;

import static stage5.load.compare.Observation.SHOP;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import stage5.load.generator.Latencies;
import stage5.load.generator.LoadResult;
import stage5.load.plan.LoadModel;
import stage5.load.plan.RequestKind;
import stage5.stack.Component;
import stage5.topology.Topology;

/** Calculates the metrics of a phase. */
final class MetricsCalculation {

    private static final double MIB_PER_GB = 1024;
    private static final double THOUSAND = 1000;

    private final Map<String, Component> services = new HashMap<>();

    MetricsCalculation(Topology topology) {
        for (Component service : Component.services()) {
            topology.of(service.label()).functions().forEach(function -> services.put(function.name(), service));
        }
    }

    /** A metric's value for the shop or for one service. */
    record MetricValue(Metric metric, String part, double value) {}

    /** Returns the service of a function; throws {@link IllegalArgumentException} for an unknown one. */
    Component service(String function) {
        Component service = services.get(function);
        if (service == null) {
            throw new IllegalArgumentException("The topology has no function " + function);
        }
        return service;
    }

    /** Returns all metrics of a phase. Metrics without a finite value are left out. */
    List<MetricValue> of(PhaseResult result, boolean functions) {
        MetricValues values = new MetricValues();
        LoadResult load = result.load();
        latencies(load, values);
        double length = load.length();
        values.add(Metric.SECONDS, SHOP, length);
        double cpu = usage(result.usage(), values);
        double gbSeconds = functions
                ? invocations(result.invocations(), values)
                : values.perService(
                        Metric.GB_SECONDS, result.usage(), usage -> usage.residentMiB() / MIB_PER_GB * length);
        result.consumption().forEach((metric, amounts) -> values.perService(metric, amounts, amount -> amount));
        long answered = load.answered();
        values.add(Metric.CPU_SECONDS_PER_1000_REQUESTS, SHOP, cpu / answered * THOUSAND);
        values.add(Metric.GB_SECONDS_PER_1000_REQUESTS, SHOP, gbSeconds / answered * THOUSAND);
        load.of(RequestKind.SETTLED)
                .or(() -> load.of(RequestKind.ORDER))
                .ifPresent(orders ->
                        values.add(Metric.ORDERS, SHOP, orders.latencies().count()));
        load.of(RequestKind.SETTLED).ifPresent(settled -> {
            long orders = settled.latencies().count();
            values.add(Metric.CPU_SECONDS_PER_1000_ORDERS, SHOP, cpu / orders * THOUSAND);
            values.add(Metric.GB_SECONDS_PER_1000_ORDERS, SHOP, gbSeconds / orders * THOUSAND);
            values.add(Metric.ORDER_SETTLED_P50, SHOP, settled.latencies().percentile(50));
            values.add(Metric.ORDER_SETTLED_P99, SHOP, settled.latencies().percentile(99));
        });
        return values.all();
    }

    /** Returns the CPU seconds of all services; NaN if they are unknown. */
    private static double usage(Map<Component, ProcessUsage> usage, MetricValues values) {
        if (usage.isEmpty()) {
            return Double.NaN;
        }
        values.perService(Metric.RESIDENT_MEMORY, usage, ProcessUsage::residentMiB);
        values.perService(Metric.PEAK_MEMORY, usage, ProcessUsage::peakMiB);
        return values.perService(Metric.CPU_SECONDS, usage, ProcessUsage::cpuSeconds);
    }

    private static void latencies(LoadResult load, MetricValues values) {
        Latencies latencies = load.latencies();
        if (load.model() == LoadModel.STEP) {
            values.add(Metric.THROUGHPUT_AT_SLO, SHOP, load.throughputAtSlo());
        } else {
            values.add(Metric.LATENCY_P50, SHOP, latencies.percentile(50));
            values.add(Metric.LATENCY_P90, SHOP, latencies.percentile(90));
            values.add(Metric.LATENCY_P95, SHOP, latencies.percentile(95));
            values.add(Metric.LATENCY_P99, SHOP, latencies.percentile(99));
            values.add(Metric.LATENCY_P999, SHOP, latencies.percentile(99.9));
            values.add(Metric.LATENCY_MEAN, SHOP, latencies.mean());
            values.add(Metric.ERROR_SHARE, SHOP, load.errorShare());
            values.add(Metric.THROUGHPUT, SHOP, load.answered() / load.length());
        }
        values.add(Metric.REQUESTS, SHOP, load.answered());
    }

    /** Returns the billed GB seconds of all invocations. */
    private double invocations(List<Invocation> invocations, MetricValues values) {
        Map<Component, Double> gbSeconds = new EnumMap<>(Component.class);
        Map<Component, Double> billed = new EnumMap<>(Component.class);
        Map<Component, Double> count = new EnumMap<>(Component.class);
        Map<Component, Double> cold = new EnumMap<>(Component.class);
        Latencies starts = new Latencies();
        for (Invocation invocation : invocations) {
            Component service = service(invocation.function());
            gbSeconds.merge(service, invocation.gbSeconds(), Double::sum);
            billed.merge(service, (double) invocation.billedMillis(), Double::sum);
            count.merge(service, 1.0, Double::sum);
            if (invocation.isCold()) {
                cold.merge(service, 1.0, Double::sum);
                starts.add((long) (invocation.initMillis() * 1e6));
            }
        }
        values.perService(Metric.BILLED_MS, billed, value -> value);
        double invocationCount = values.perService(Metric.INVOCATIONS, count, value -> value);
        double coldStarts = values.perService(Metric.COLD_STARTS, cold, value -> value);
        values.add(Metric.COLD_START_SHARE, SHOP, coldStarts / invocationCount);
        values.add(Metric.COLD_START_P50, SHOP, starts.percentile(50));
        values.add(Metric.COLD_START_P99, SHOP, starts.percentile(99));
        return values.perService(Metric.GB_SECONDS, gbSeconds, value -> value);
    }

    /** Collects the values. A value that is not finite, such as a ratio to 0 requests, is left out. */
    private static final class MetricValues {

        private final List<MetricValue> all = new ArrayList<>();

        void add(Metric metric, String part, double value) {
            if (Double.isFinite(value)) {
                all.add(new MetricValue(metric, part, value));
            }
        }

        /** Adds a value for each service and their sum for the shop; returns the sum. */
        <T> double perService(Metric metric, Map<Component, T> byService, ToDoubleFunction<T> amount) {
            double sum = 0;
            for (Component component : Component.services()) {
                double value = byService.containsKey(component) ? amount.applyAsDouble(byService.get(component)) : 0;
                add(metric, component.label(), value);
                sum += value;
            }
            add(metric, SHOP, sum);
            return sum;
        }

        List<MetricValue> all() {
            return List.copyOf(all);
        }
    }
}
