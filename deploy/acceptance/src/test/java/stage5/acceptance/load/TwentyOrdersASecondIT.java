package stage5.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.acceptance.Shop;
import stage5.cli.orders.Buyer;
import stage5.cli.orders.OrderLoad;

/** The walking shop's own benchmark: 20 orders a second for a minute. */
class TwentyOrdersASecondIT {

    private static final double RATE = 20;

    /** A shop that has just opened compiles what it does for the first time: it gets customers step by step. */
    private static final double[] WARM_UP_RATES = {5, 10, RATE};

    private static final int WARM_UP_SECONDS = 10;
    private static final int ORDERS = (int) RATE * 60;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What is aimed at, on two cores that do nothing else; a machine that builds at the same time gets more. */
    private static final long P99_AIM_MILLIS = 1000;

    private static final long P99_LIMIT_MILLIS = 3 * P99_AIM_MILLIS;

    @Test
    void shouldConfirmEachAndMailOnce() throws InterruptedException {
        for (double rate : WARM_UP_RATES) {
            try (OrderLoad warmUp = Shop.orderLoad(rate, (int) rate * WARM_UP_SECONDS)) {
                assertThat(warmUp.awaitEnd(PATIENCE)).isTrue();
                warmUp.awaitSettled(PATIENCE);
            }
        }
        try (OrderLoad load = Shop.orderLoad(RATE, ORDERS)) {
            assertThat(load.awaitEnd(PATIENCE.multipliedBy(2)))
                    .as("all orders are answered")
                    .isTrue();
            assertThat(load.refused()).isEmpty();

            List<JsonNode> orders = load.awaitSettled(PATIENCE);

            assertThat(orders).hasSize(ORDERS);
            assertThat(orders)
                    .allSatisfy(
                            order -> assertThat(order.path("status").asText()).isEqualTo("confirmed"));
            Percentiles times = Percentiles.of(orders.stream()
                    .map(order -> Duration.between(
                            load.accepted().get(order.path("id").asText()).sentAt(), confirmedAt(order))));
            System.out.printf(
                    "%d orders at %.0f/s, request sent to confirmed: p50 %d ms, p90 %d ms, p99 %d ms (aim: %d ms), max %d ms%n",
                    orders.size(),
                    RATE,
                    times.millis(50),
                    times.millis(90),
                    times.millis(99),
                    P99_AIM_MILLIS,
                    times.millis(100));
            assertThat(times.millis(99)).as("p99 of %s", times).isLessThanOrEqualTo(P99_LIMIT_MILLIS);

            for (Buyer customer : load.buyers()) {
                int expected = (int) load.accepted().values().stream()
                                .filter(p -> p.by().equals(customer))
                                .count()
                        + 1;
                await("one mail for each order of %s, and the welcome".formatted(customer.email()))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> Shop.mailsTo(customer.email()).size() == expected);
            }
        }
        Shop.assertBooksAreRight();
    }

    private static Instant confirmedAt(JsonNode order) {
        for (JsonNode event : order.path("history")) {
            if (event.path("type").asText().contains("confirmed")) {
                return Instant.parse(event.path("at").asText());
            }
        }
        throw new AssertionError("Not confirmed: " + order);
    }
}
