package stage5.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.cli.orders.OrderLoad;

/** Measures the projection lag of order-service's read models at 50 orders per second. */
@Tag("nightly")
class ProjectionLagIT {

    /** Orders per second. Each rate is the warm-up for the next; the last rate runs twice. */
    private static final double[] RATES = {5, 10, 20, 50, 50};

    private static final int WARM_UP_SECONDS = 60;
    private static final int LOAD_SECONDS = 20;
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(90);

    private static final List<String> MODELS = List.of("history", "sales");

    /** Upper bounds of the histogram buckets in seconds, in Prometheus's notation. */
    private static final String[] BOUNDS = {
        "0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.15", "0.2", "0.25", "0.3", "0.4", "0.5", "0.75", "1.0",
        "2.5"
    };

    private static final String TARGET = "0.25";

    /** Three times the target, for machines that run a build at the same time. */
    private static final String LIMIT = "0.75";

    @Test
    void shouldProjectWithinTheLimit_whenFiftyOrdersArrivePerSecond() throws InterruptedException {
        load(RATES[0], WARM_UP_SECONDS); // a read model has no metric before its first event
        Map<String, Map<String, Double>> last = Map.of();
        for (double rate : RATES) {
            last = lagsUnder(rate);
        }
        last.forEach((model, lags) -> {
            double events = lags.get("all");
            assertThat(events).as("events of " + model).isGreaterThanOrEqualTo(RATES[RATES.length - 1] * LOAD_SECONDS);
            assertThat(lags.get(LIMIT) / events)
                    .as("%s within %s s: %s", model, LIMIT, lags)
                    .isGreaterThanOrEqualTo(0.99);
        });
    }

    /** Sends a load; prints and returns, by read model, how many of its events were projected within each bound. */
    private static Map<String, Map<String, Double>> lagsUnder(double rate) throws InterruptedException {
        Map<String, Map<String, Double>> lags = new LinkedHashMap<>();
        for (String model : MODELS) {
            lags.put(model, lags(model));
        }
        load(rate, LOAD_SECONDS);
        lags.replaceAll((model, before) -> {
            Map<String, Double> during = lags(model);
            during.replaceAll((bound, count) -> count - before.get(bound));
            double events = during.get("all");
            System.out.printf(
                    "projection lag of %s at %.0f orders/s: %.0f events, %.2f %% within 250 ms, p50 within %s s, p99 within %s s%n",
                    model,
                    rate,
                    events,
                    100 * during.get(TARGET) / events,
                    percentile(during, 0.5),
                    percentile(during, 0.99));
            return during;
        });
        return lags;
    }

    private static void load(double rate, int seconds) throws InterruptedException {
        try (OrderLoad load = ShopUnderTest.orderLoad(rate, (int) rate * seconds)) {
            assertThat(load.awaitEnd(LOAD_TIMEOUT))
                    .as("all orders have a response")
                    .isTrue();
            load.awaitSettled(LOAD_TIMEOUT);
        }
        ShopUnderTest.awaitIdle();
    }

    private static String percentile(Map<String, Double> lags, double share) {
        return lags.entrySet().stream()
                .filter(bucket -> bucket.getValue() >= share * lags.get("all"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Returns how many events have been projected within each bound since the service started. */
    private static Map<String, Double> lags(String model) {
        Map<String, Double> counts = new LinkedHashMap<>();
        for (String bound : BOUNDS) {
            counts.put(
                    bound,
                    ShopUnderTest.metric(
                            "order-service",
                            "stage5_projection_lag_seconds_bucket{model=\"%s\",le=\"%s\"}".formatted(model, bound)));
        }
        counts.put(
                "all",
                ShopUnderTest.metric(
                        "order-service", "stage5_projection_lag_seconds_count{model=\"%s\"}".formatted(model)));
        return counts;
    }
}
