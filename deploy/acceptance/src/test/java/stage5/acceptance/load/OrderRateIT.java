package stage5.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stage5.acceptance.Shop;
import stage5.acceptance.client.Patience;
import stage5.cli.orders.Buyer;
import stage5.cli.orders.OrderLoad;

/** Orders at a constant rate on a shop that has just opened: each is confirmed, and mailed once. */
class OrderRateIT {

    /** A shop that has just opened compiles what it does for the first time: it gets customers step by step. */
    private static final double[] WARM_UP_RATES = {5, 10, 20};

    private static final int WARM_UP_SECONDS = 10;

    /** What is aimed at, on two cores that do nothing else; a machine that builds at the same time gets more. */
    private static final long P99_AIM_MILLIS = 1000;

    private static final long P99_LIMIT_MILLIS = 3 * P99_AIM_MILLIS;

    @Test
    void shouldConfirmEachAndMailOnce() throws InterruptedException {
        confirmedAndMailed(5, 30);
    }

    /** The bar, for a machine that does nothing else. */
    @Test
    @Tag("nightly")
    void shouldConfirmEachInTime_whenTwentyComeASecondForAMinute() throws InterruptedException {
        for (double rate : WARM_UP_RATES) {
            confirmedAndMailed(rate, WARM_UP_SECONDS);
        }

        Percentiles times = confirmedAndMailed(20, 60);

        assertThat(times.millis(99)).as("p99 of %s", times).isLessThanOrEqualTo(P99_LIMIT_MILLIS);
    }

    /** Returns how long the orders took from when they were sent until they were confirmed. */
    private static Percentiles confirmedAndMailed(double rate, int seconds) throws InterruptedException {
        int total = (int) (rate * seconds);
        try (OrderLoad load = Shop.orderLoad(rate, total)) {
            assertThat(load.awaitEnd(Patience.EFFECT.plusSeconds(seconds)))
                    .as("all orders are answered")
                    .isTrue();
            assertThat(load.refused()).isEmpty();

            List<JsonNode> orders = load.awaitSettled(Patience.EFFECT);

            assertThat(orders).hasSize(total);
            assertThat(orders)
                    .allSatisfy(
                            order -> assertThat(order.path("status").asText()).isEqualTo("confirmed"));
            Percentiles times = Percentiles.of(orders.stream()
                    .map(order -> Duration.between(
                            load.accepted().get(order.path("id").asText()).sentAt(), confirmedAt(order))));
            System.out.printf(
                    "%d orders at %.0f/s, request sent to confirmed: p50 %d ms, p90 %d ms, p99 %d ms (aim at 20/s: %d ms), max %d ms%n",
                    total,
                    rate,
                    times.millis(50),
                    times.millis(90),
                    times.millis(99),
                    P99_AIM_MILLIS,
                    times.millis(100));
            for (Buyer customer : load.buyers()) {
                int expected = (int) load.accepted().values().stream()
                                .filter(p -> p.by().equals(customer))
                                .count()
                        + 1;
                await("one mail for each order of %s, and the welcome".formatted(customer.email()))
                        .atMost(Patience.EFFECT)
                        .until(() -> Shop.mailsTo(customer.email()).size() == expected);
            }
            Shop.assertBooksAreRight();
            return times;
        }
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
