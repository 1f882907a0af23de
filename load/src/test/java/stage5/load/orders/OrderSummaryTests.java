package stage5.load.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stage5.load.generator.PlacedOrder;

class OrderSummaryTests {

    private static final PlacedOrder ACCEPTED = new PlacedOrder("1", 0, 100, 110, 140, 202, false);
    private static final PlacedOrder SHED = new PlacedOrder(null, 0, 200, 200, 205, 503, true);
    private static final PlacedOrder LOST = new PlacedOrder(null, 0, 300, 300, 5_300, 0, false);

    @Test
    void shouldCountRefusalsByStatus_whenOrdersAreNotAccepted() {
        OrderSummary summary = new OrderSummary(List.of(ACCEPTED, SHED, SHED, LOST), List.of());

        assertThat(summary.refused()).isEqualTo(Map.of(503, 2L, 0, 1L));
        assertThat(summary.text()).contains("4 placed, 1 accepted, not accepted: no response × 1, status 503 × 2");
        assertThat(summary.isComplete()).isFalse();
    }

    @Test
    void shouldCountFromTheDueTime_whenTheGeneratorWasLate() {
        OrderSummary summary =
                new OrderSummary(List.of(ACCEPTED), List.of(new OrderOutcome(ACCEPTED, "confirmed", 600)));

        assertThat(summary.placing().p50()).isEqualTo(40);
        assertThat(summary.confirming().p99()).isEqualTo(500);
        assertThat(summary.isComplete()).isTrue();
    }

    @Test
    void shouldNameTheStatus_whenAnAcceptedOrderIsNotConfirmed() {
        OrderSummary summary = new OrderSummary(
                List.of(ACCEPTED, ACCEPTED),
                List.of(
                        new OrderOutcome(ACCEPTED, "placed", Double.NaN),
                        new OrderOutcome(ACCEPTED, "rejected", Double.NaN)));

        assertThat(summary.unsettled()).isEqualTo(1);
        assertThat(summary.text()).contains("accepted, not settled: 1").contains("rejected: 1");
    }

    @Test
    void shouldTakeTheNearestRank_whenThereAreAHundred() {
        Percentiles percentiles = Percentiles.of(IntStream.rangeClosed(1, 100).asDoubleStream());

        assertThat(percentiles).isEqualTo(new Percentiles(100, 50, 99));
        assertThat(Percentiles.of(IntStream.empty().asDoubleStream()).isEmpty()).isTrue();
    }
}
