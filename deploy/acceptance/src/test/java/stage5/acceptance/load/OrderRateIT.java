package stage5.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.TestTimeouts;
import stage5.cli.orders.Buyer;
import stage5.cli.orders.OrderLoad;

/** Places orders at a constant rate in a new shop: each is confirmed, and each customer gets one mail per order. */
class OrderRateIT {

    /** The rate rises step by step, because the JVMs of a new shop are still compiling. */
    private static final double[] WARM_UP_RATES = {5, 10, 20};

    private static final int WARM_UP_SECONDS = 10;

    /** Target on two idle cores. The threshold is three times as long, for machines that run a build at the same time. */
    private static final long P99_TARGET_MILLIS = 1000;

    private static final long P99_LIMIT_MILLIS = 3 * P99_TARGET_MILLIS;

    @Test
    void shouldConfirmEachOrderAndMailOnce() throws InterruptedException {
        confirmAndMail(5, 12);
    }

    /** Threshold for an otherwise idle machine. */
    @Test
    @Tag("nightly")
    void shouldConfirmWithinTheLimit_whenTwentyOrdersArrivePerSecond() throws InterruptedException {
        for (double rate : WARM_UP_RATES) {
            confirmAndMail(rate, WARM_UP_SECONDS);
        }

        Percentiles times = confirmAndMail(20, 60);

        assertThat(times.millis(99)).as("p99 of %s", times).isLessThanOrEqualTo(P99_LIMIT_MILLIS);
    }

    /** Sends orders, asserts that each is confirmed and mailed once, and returns the times from request to confirmation. */
    private static Percentiles confirmAndMail(double rate, int seconds) throws InterruptedException {
        int total = (int) (rate * seconds);
        try (OrderLoad load = ShopUnderTest.orderLoad(rate, total)) {
            assertThat(load.awaitEnd(TestTimeouts.EFFECT.plusSeconds(seconds)))
                    .as("all orders have a response")
                    .isTrue();
            assertThat(load.rejections()).isEmpty();

            List<JsonNode> orders = load.awaitSettled(TestTimeouts.EFFECT);

            assertThat(orders).hasSize(total);
            assertThat(orders)
                    .allSatisfy(
                            order -> assertThat(order.path("status").asText()).isEqualTo("confirmed"));
            Percentiles times = Percentiles.of(orders.stream()
                    .map(order -> Duration.between(
                            load.accepted().get(order.path("id").asText()).sentAt(), confirmedAt(order))));
            System.out.printf(
                    "%d orders at %.0f/s, request sent to confirmed: p50 %d ms, p90 %d ms, p99 %d ms (target at 20/s: %d ms), max %d ms%n",
                    total,
                    rate,
                    times.millis(50),
                    times.millis(90),
                    times.millis(99),
                    P99_TARGET_MILLIS,
                    times.millis(100));
            for (Buyer customer : load.buyers()) {
                int expected = (int) load.accepted().values().stream()
                                .filter(p -> p.by().equals(customer))
                                .count()
                        + 1;
                await("one mail for each order of %s, and the welcome".formatted(customer.email()))
                        .atMost(TestTimeouts.EFFECT)
                        .until(() -> ShopUnderTest.mailsTo(customer.email()).size() == expected);
            }
            ShopUnderTest.assertConsistent();
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
