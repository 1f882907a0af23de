package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import stage5.cli.stack.Part;
import stage5.load.compare.Reckoning.Figure;
import stage5.load.generator.LoadResult;
import stage5.load.generator.LoadResults;
import stage5.topology.Topology;

class ReckoningTests {

    private final Reckoning reckoning = new Reckoning(Topology.load());

    @Test
    void shouldChargeContainersForWhatTheyKeepAndFunctionsForWhatTheyBill() {
        LoadResult load = LoadResults.checkout(60, 500, 400);
        Map<Part, Usage> usage =
                new EnumMap<>(Map.of(Part.ORDER, new Usage(6, 512, 600), Part.CATALOG, new Usage(4, 256, 300)));
        List<Invocation> invocations = List.of(
                new Invocation("order-http", "2026-01-01T00:00:00Z", 100, 1000, 1024, 200, null),
                new Invocation("order-queues", "2026-01-01T00:00:01Z", 100, 3000, 2048, 300, 900.0));

        List<Figure> container = reckoning.of(seen(load, usage, List.of()), false);
        List<Figure> functions = reckoning.of(seen(load, usage, invocations), true);

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
    void shouldLeaveOutWhatCantBeReckoned_whenNothingWasAnswered() {
        LoadResult load = LoadResults.checkout(60, 0, 0);

        List<Figure> figures = reckoning.of(seen(load, Map.of(), List.of()), false);

        assertThat(value(figures, Metric.LATENCY_P99, "shop")).isEmpty();
        assertThat(value(figures, Metric.CPU_SECONDS, "shop")).isEmpty();
        assertThat(value(figures, Metric.CPU_SECONDS_PER_1000_REQUESTS, "shop")).isEmpty();
        assertThat(value(figures, Metric.ERROR_SHARE, "shop")).hasValue(1);
    }

    @Test
    void shouldAddUpWhatServicesConsume() {
        LoadResult load = LoadResults.checkout(60, 500, 400);
        Map<Metric, Map<Part, Double>> consumption =
                Map.of(Metric.WRITE_UNITS, Map.of(Part.ORDER, 4000.0, Part.CATALOG, 1000.0));

        List<Figure> figures = reckoning.of(new PhaseResult(load, Map.of(), List.of(), consumption, true), false);

        assertThat(value(figures, Metric.WRITE_UNITS, "order-service")).hasValue(4000);
        assertThat(value(figures, Metric.WRITE_UNITS, "user-service")).hasValue(0);
        assertThat(value(figures, Metric.WRITE_UNITS, "shop")).hasValue(5000);
        assertThat(value(figures, Metric.READ_UNITS, "shop")).isEmpty();
    }

    @Test
    void shouldCountOrdersThatWereSettled_orElseAccepted() {
        assertThat(value(orders(LoadResults.checkout(60, 500, 400)), Metric.ORDERS, "shop"))
                .hasValue(400);
        assertThat(value(orders(LoadResults.browse(600, 6)), Metric.ORDERS, "shop"))
                .hasValue(6);
    }

    private List<Figure> orders(LoadResult load) {
        return reckoning.of(seen(load, Map.of(), List.of()), false);
    }

    private static PhaseResult seen(LoadResult load, Map<Part, Usage> usage, List<Invocation> invocations) {
        return new PhaseResult(load, usage, invocations, Map.of(), true);
    }

    @Test
    void shouldKnowWhoseAFunctionIs() {
        assertThat(reckoning.service("order-queues")).isEqualTo(Part.ORDER);
        assertThat(reckoning.service("gateway-http")).isEqualTo(Part.GATEWAY);
        assertThatThrownBy(() -> reckoning.service("nobodys")).isInstanceOf(IllegalArgumentException.class);
    }

    private static OptionalDouble value(List<Figure> figures, Metric metric, String part) {
        return figures.stream()
                .filter(figure -> figure.metric() == metric && figure.part().equals(part))
                .mapToDouble(Figure::value)
                .findFirst();
    }
}
