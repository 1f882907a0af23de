package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;
import stage5.kit.web.metrics.PublishedMetric;
import stage5.stack.Form;

/**
 * Checks the metrics that the services write for CloudWatch, of the whole run and in the form under test: the expectations are the
 * same for both forms. Runs last, so that the lines of the other tests are among them.
 */
@Order(Integer.MAX_VALUE)
class PublishedMetricsIT {

    private static final String REQUESTS = "http_server_requests_seconds";

    /** What a customer's first order causes, by service. */
    private static final Map<String, List<String>> OF_AN_ORDER = Map.of(
            "gateway",
            List.of(REQUESTS, "stage5_gateway_session_checks_total", "otel_sdk_exporter_span_exported_total"),
            "user-service",
            List.of(
                    REQUESTS,
                    "stage5_users_registered_total",
                    "stage5_logins_total",
                    "stage5_passwords_duration_seconds",
                    "stage5_outbox_published_total"),
            "order-service",
            List.of(
                    REQUESTS,
                    "stage5_orders_placed_total",
                    "stage5_orders_confirmed_total",
                    "stage5_orders_revenue",
                    "stage5_orders_settling_seconds",
                    "stage5_saga_step_seconds",
                    "stage5_consumer_duration_seconds",
                    "stage5_consumer_lag_seconds",
                    "stage5_projection_lag_seconds",
                    "stage5_outbox_published_total"),
            "catalog-service",
            List.of(
                    REQUESTS,
                    "stage5_reservations_total",
                    "stage5_consumer_duration_seconds",
                    "stage5_consumer_lag_seconds",
                    "stage5_outbox_published_total"),
            "notification-worker",
            List.of("stage5_mails_total", "stage5_smtp_duration_seconds", "stage5_consumer_duration_seconds"));

    @Test
    void shouldPublishTheSameMetrics_whicheverFormRuns() {
        TestCustomer ada = TestCustomer.signUp(ShopUnderTest.gateway());
        ada.http().get("/api/products/" + ShopUnderTest.anySku());
        ada.awaitSettled(ada.place(ShopUnderTest.anySku(), "tok_ok"));

        OF_AN_ORDER.forEach((service, expected) -> await("metrics of " + service)
                .atMost(TestTimeouts.EFFECT)
                .pollInterval(Duration.ofSeconds(1)) // a poll reads the whole log
                .untilAsserted(() -> assertThat(lines(service))
                        .flatMap(EmbeddedMetricLine::names)
                        .containsAll(expected)));
        for (String service : List.of("gateway", "order-service")) {
            assertThat(lines(service).stream()
                            .filter(line -> line.names().contains(REQUESTS))
                            .map(line -> "%s %s %s"
                                    .formatted(
                                            line.dimension("method"), line.dimension("uri"), line.dimension("outcome")))
                            .collect(Collectors.toSet()))
                    .as("requests by route of %s", service)
                    .contains("POST /api/orders SUCCESS", "GET /api/orders/{id} SUCCESS");
        }
        OF_AN_ORDER.keySet().forEach(PublishedMetricsIT::assertPublished);
    }

    @Test
    void shouldNameATrace_whenARequestIsCounted() {
        assumeThat(ShopUnderTest.form("gateway"))
                .as("functions have no endpoint for metrics, and CloudWatch no exemplars")
                .isEqualTo(Form.CONTAINER);

        await("an exemplar").atMost(TestTimeouts.EFFECT).until(() -> {
            ShopUnderTest.gateway().get("/api/products/" + ShopUnderTest.anySku());
            return ShopUnderTest.gateway()
                    .get("/q/metrics")
                    .expect(200)
                    .text()
                    .lines()
                    .anyMatch(line -> line.startsWith(REQUESTS + "_bucket{")
                            && line.substring(line.indexOf('}')).contains("trace_id="));
        });
    }

    private static void assertPublished(String service) {
        PublishedMetric.Form form = ShopUnderTest.form(service) == Form.LAMBDA
                ? PublishedMetric.Form.FUNCTIONS
                : PublishedMetric.Form.TASKS;
        assertThat(lines(service)).allSatisfy(line -> assertThat(line.violations(service, form))
                .as(line.toString())
                .isEmpty());
    }

    private static List<EmbeddedMetricLine> lines(String service) {
        return ShopUnderTest.logLines(service, EmbeddedMetricLine::isOne).stream()
                .map(EmbeddedMetricLine::parse)
                .toList();
    }
}
