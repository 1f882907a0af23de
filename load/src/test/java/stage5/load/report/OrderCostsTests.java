package stage5.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stage5.load.results.MadeUpResults;
import stage5.load.results.ObservationRow;
import stage5.load.results.Results;

class OrderCostsTests {

    private static final Results MADE_UP = MadeUpResults.results();

    @Test
    void shouldTakeTheMedianOverValidRounds_whenAmountsAreDividedByOrders() {
        DataTable table = table(Stream.of(
                row(1, "checkout", "orders", 10, true),
                row(1, "checkout", "write-units", 300, true),
                row(1, "checkout", "cpu-seconds", 0.5, true),
                row(2, "checkout", "orders", 20, true),
                row(2, "checkout", "write-units", 800, true),
                row(3, "checkout", "orders", 10, false),
                row(3, "checkout", "write-units", 9_000, false),
                row(1, "browse", "orders", 1, true),
                row(1, "browse", "write-units", 5_000, true)));

        assertThat(table.rows()).hasSize(1);
        List<Object> row = table.rows().getFirst();
        assertThat(row.get(0)).isEqualTo("jvm");
        assertThat(row.get(table.columns().indexOf("write_units"))).isEqualTo(35.0);
        assertThat(row.get(table.columns().indexOf("CPU_ms_of_the_services"))).isEqualTo(50.0);
        assertThat(row.get(table.columns().indexOf("DynamoDB_calls"))).isNull();
    }

    @Test
    void shouldHaveNoRow_whenNoOrderIsConfirmed() {
        assertThat(table(Stream.of(row(1, "checkout", "orders", 0, true), row(1, "checkout", "write-units", 3, true)))
                        .rows())
                .isEmpty();
    }

    private static DataTable table(Stream<ObservationRow> observations) {
        Results results = new Results(
                MADE_UP.folder(),
                MADE_UP.environment(),
                observations.toList(),
                List.of(),
                List.of(),
                List.of(),
                MADE_UP.summary());
        return new OrderCosts(List.of(results), new MeasuredFigures(List.of(results))).table();
    }

    private static ObservationRow row(int round, String model, String metric, double value, boolean valid) {
        return new ObservationRow(round, 1, "jvm", model, "warm", "shop", metric, "1", value, valid);
    }
}
