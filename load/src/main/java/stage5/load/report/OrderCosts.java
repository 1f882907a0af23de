package stage5.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import stage5.load.compare.Metric;
import stage5.load.compare.Observation;
import stage5.load.plan.LoadModel;
import stage5.load.results.MeasurementEnvironment;
import stage5.load.results.ObservationRow;
import stage5.load.results.Results;

/** Calculates what one confirmed order cost in each arm: medians over the valid rounds of the model checkout. */
final class OrderCosts {

    private static final List<Metric> METRICS = List.of(
            Metric.DYNAMODB_CALLS,
            Metric.WRITE_UNITS,
            Metric.READ_UNITS,
            Metric.SNS_CALLS,
            Metric.DELIVERIES,
            Metric.SQS_CALLS,
            Metric.SPAN_BYTES,
            Metric.CPU_SECONDS);

    private static final List<String> COLUMNS = List.of(
            "arm",
            "DynamoDB_calls",
            "write_units",
            "read_units",
            "SNS_calls",
            "deliveries",
            "SQS_calls",
            "span_bytes",
            "CPU_ms_of_the_services");

    private static final double MILLIS = 1000;

    private final List<Results> runs;
    private final MeasuredFigures names;

    OrderCosts(List<Results> runs, MeasuredFigures names) {
        this.runs = List.copyOf(runs);
        this.names = names;
    }

    /** Returns a row for each arm with confirmed orders. A metric that a comparison does not have is empty. */
    DataTable table() {
        List<List<Object>> rows = new ArrayList<>();
        for (Results run : runs) {
            for (MeasurementEnvironment.Arm arm : run.environment().arms()) {
                Map<Integer, Double> orders = values(run, arm.name(), Metric.ORDERS);
                orders.values().removeIf(count -> count == 0);
                if (!orders.isEmpty()) {
                    List<Object> row = new ArrayList<>(List.of(names.name(run, arm.name())));
                    METRICS.forEach(metric -> row.add(perOrder(values(run, arm.name(), metric), orders, metric)));
                    rows.add(row);
                }
            }
        }
        return new DataTable(COLUMNS, rows);
    }

    /** Returns null if no round has the metric. */
    private static Double perOrder(Map<Integer, Double> amounts, Map<Integer, Double> orders, Metric metric) {
        double[] sorted = orders.entrySet().stream()
                .filter(round -> amounts.containsKey(round.getKey()))
                .mapToDouble(round -> amounts.get(round.getKey()) / round.getValue())
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return null;
        }
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return metric == Metric.CPU_SECONDS ? median * MILLIS : median;
    }

    private static Map<Integer, Double> values(Results run, String arm, Metric metric) {
        Map<Integer, Double> byRound = new TreeMap<>();
        observations(run)
                .filter(row -> row.arm().equals(arm) && row.metric().equals(metric.label()))
                .forEach(row -> byRound.put(row.round(), row.value()));
        return byRound;
    }

    private static Stream<ObservationRow> observations(Results run) {
        return run.observations().stream()
                .filter(ObservationRow::valid)
                .filter(row -> row.model().equals(LoadModel.CHECKOUT.label())
                        && row.part().equals(Observation.SHOP));
    }
}
