package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import stage5.load.compare.MetricsCalculation.MetricValue;
import stage5.load.generator.LoadResult;
import stage5.load.generator.LoadResultFixtures;
import stage5.stack.Component;
import stage5.topology.Topology;

class MetricsCalculationTests {

    private final MetricsCalculation calculation = new MetricsCalculation(Topology.load());

    @Test
    void shouldCountResidentMemoryOfContainersAndBilledMemoryOfFunctions_whenGbSecondsAreCalculated() {
        LoadResult load = LoadResultFixtures.checkout(60, 500, 400);
        Map<Component, ProcessUsage> usage = new EnumMap<>(Map.of(
                Component.ORDER, new ProcessUsage(6, 512, 600), Component.CATALOG, new ProcessUsage(4, 256, 300)));
        List<Invocation> invocations = List.of(
                new Invocation("order-http", "2026-01-01T00:00:00Z", 100, 1000, 1024, 200, null),
                new Invocation("order-queues", "2026-01-01T00:00:01Z", 100, 3000, 2048, 300, 900.0));

        List<MetricValue> container = calculation.of(result(load, usage, List.of()), false);
        List<MetricValue> functions = calculation.of(result(load, usage, invocations), true);

        // (512 + 256) MiB for 60 s are 45 GB s; 1 s of 1 GB and 3 s of 2 GB are 7.
        assertThat(value(container, Metric.GB_SECONDS, "shop")).hasValue(45);
        assertThat(value(container, Metric.GB_SECONDS, "order-service")).hasValue(30);
        assertThat(value(functions, Metric.GB_SECONDS, "shop")).hasValue(7);
        assertThat(value(functions, Metric.GB_SECONDS, "order-service")).hasValue(7);
        assertThat(value(functions, Metric.GB_SECONDS_PER_1000_REQUESTS, "shop"))
                .hasValue(14);
        assertThat(value(container, Metric.CPU_SECONDS_PER_1000_REQUESTS, "shop"))
                .hasValue(20);
        assertThat(value(container, Metric.CPU_SECONDS_PER_1000_ORDERS, "shop")).hasValue(25);
        assertThat(value(functions, Metric.COLD_START_SHARE, "shop")).hasValue(0.5);
        assertThat(value(functions, Metric.COLD_START_P50, "shop").orElseThrow())
                .isEqualTo(900, within(1.0));
        assertThat(value(container, Metric.COLD_START_SHARE, "shop")).isEmpty();
    }

    @Test
    void shouldOmitMetricsWithoutAValue_whenNoRequestSucceeded() {
        LoadResult load = LoadResultFixtures.checkout(60, 0, 0);

        List<MetricValue> values = calculation.of(result(load, Map.of(), List.of()), false);

        assertThat(value(values, Metric.LATENCY_P99, "shop")).isEmpty();
        assertThat(value(values, Metric.CPU_SECONDS, "shop")).isEmpty();
        assertThat(value(values, Metric.CPU_SECONDS_PER_1000_REQUESTS, "shop")).isEmpty();
        assertThat(value(values, Metric.ERROR_SHARE, "shop")).hasValue(1);
    }

    @Test
    void shouldAddTheConsumptionOfServices_whenTheShopsIsCalculated() {
        LoadResult load = LoadResultFixtures.checkout(60, 500, 400);
        Map<Metric, Map<Component, Double>> consumption =
                Map.of(Metric.WRITE_UNITS, Map.of(Component.ORDER, 4000.0, Component.CATALOG, 1000.0));

        List<MetricValue> values = calculation.of(new PhaseResult(load, Map.of(), List.of(), consumption, true), false);

        assertThat(value(values, Metric.WRITE_UNITS, "order-service")).hasValue(4000);
        assertThat(value(values, Metric.WRITE_UNITS, "user-service")).hasValue(0);
        assertThat(value(values, Metric.WRITE_UNITS, "shop")).hasValue(5000);
        assertThat(value(values, Metric.READ_UNITS, "shop")).isEmpty();
    }

    @Test
    void shouldCountAcceptedOrders_whenSettledOnesAreUnknown() {
        assertThat(value(orders(LoadResultFixtures.checkout(60, 500, 400)), Metric.ORDERS, "shop"))
                .hasValue(400);
        assertThat(value(orders(LoadResultFixtures.browse(600, 6)), Metric.ORDERS, "shop"))
                .hasValue(6);
    }

    private List<MetricValue> orders(LoadResult load) {
        return calculation.of(result(load, Map.of(), List.of()), false);
    }

    private static PhaseResult result(
            LoadResult load, Map<Component, ProcessUsage> usage, List<Invocation> invocations) {
        return new PhaseResult(load, usage, invocations, Map.of(), true);
    }

    @Test
    void shouldReturnTheServiceOfAFunction_whenTheTopologyHasIt() {
        assertThat(calculation.service("order-queues")).isEqualTo(Component.ORDER);
        assertThat(calculation.service("gateway-http")).isEqualTo(Component.GATEWAY);
        assertThatThrownBy(() -> calculation.service("unknown-http")).isInstanceOf(IllegalArgumentException.class);
    }

    private static OptionalDouble value(List<MetricValue> values, Metric metric, String part) {
        return values.stream()
                .filter(value -> value.metric() == metric && value.part().equals(part))
                .mapToDouble(MetricValue::value)
                .findFirst();
    }
}
