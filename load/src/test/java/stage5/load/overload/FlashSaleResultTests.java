package stage5.load.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A sale of 100 units. */
class FlashSaleResultTests {

    @Test
    void shouldReachEveryBar_whenTheStockSellsOut() {
        OrderFixtures orders = sold(100).accepted(11, "rejected");

        assertThat(missed(orders, 0, 0)).isEmpty();
    }

    @Test
    void shouldReachEveryBar_whenStockRemains() {
        assertThat(missed(sold(60), 40, 0)).isEmpty();
    }

    @Test
    void shouldMissABar_whenMoreIsSoldThanThereWas() {
        assertThat(missed(sold(101), 0, 0)).containsExactly("units sold", "sold + available");
    }

    @Test
    void shouldMissABar_whenUnitsAreLost() {
        assertThat(missed(sold(100), 1, 0)).containsExactly("sold + available");
        assertThat(missed(sold(99).accepted(11, "rejected"), 1, 0)).containsExactly("units sold");
    }

    @Test
    void shouldMissABar_whenThereAreDeadLettersOrRefusals() {
        assertThat(missed(sold(60), 40, 1)).containsExactly("dead letters");
        assertThat(missed(sold(60).refused(0, 0.5, 2, 503, 20, true), 40, 0)).containsExactly("orders not accepted");
    }

    @Test
    void shouldMissABar_whenConfirmationIsSlow() {
        OrderFixtures slow = new OrderFixtures().confirmed(0, 10, 10, 2_001);

        assertThat(missed(slow, 0, 0)).containsExactly("due to confirmed");
    }

    private static OrderFixtures sold(int units) {
        return new OrderFixtures().confirmed(0, units / 10.0, 10, 500);
    }

    private static List<String> missed(OrderFixtures orders, long available, long deadLetters) {
        return new FlashSaleResult(orders.summary(), 100, available, deadLetters)
                .bars().stream().filter(bar -> !bar.ok()).map(Bar::what).toList();
    }
}
