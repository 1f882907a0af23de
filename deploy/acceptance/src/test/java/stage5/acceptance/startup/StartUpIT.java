package stage5.acceptance.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiResponse;
import stage5.stack.Component;
import stage5.stack.ComponentStatus;

/** Tests the stack's start-up time, its resident memory, and each service's health, metrics and OpenAPI endpoints. */
class StartUpIT {

    /** Target on two idle cores. The threshold is twice as long, for machines that run a build at the same time. */
    private static final Duration START_UP_TARGET = Duration.ofSeconds(30);

    private static final Duration START_UP_LIMIT = START_UP_TARGET.multipliedBy(2);
    private static final long ALL_LIMIT_KIBIBYTES = 3 * 1024 * 1024;
    private static final long CLOUD_LIMIT_KIBIBYTES = 1024 * 1024;

    /** Threshold for an otherwise idle machine. */
    @Test
    @Tag("nightly")
    void shouldStartAndFillTheShopWithinTheLimit() {
        System.out.printf(
                "Started and filled after %.1f s (target: %d s)%n",
                ShopUnderTest.startUpTime().toMillis() / 1000.0, START_UP_TARGET.toSeconds());

        assertThat(ShopUnderTest.startUpTime()).isLessThanOrEqualTo(START_UP_LIMIT);
    }

    @Test
    void shouldFitInThreeGibibytes() {
        List<ComponentStatus> components = ShopUnderTest.status();
        components.forEach(component -> System.out.printf(
                "%s: %d MiB resident%n", component.component(), component.residentKibibytes() / 1024));

        assertThat(components).hasSize(Component.values().length).allMatch(ComponentStatus::isWell);
        assertThat(components.stream()
                        .mapToLong(ComponentStatus::residentKibibytes)
                        .sum())
                .isLessThan(ALL_LIMIT_KIBIBYTES);
        assertThat(components.stream()
                        .filter(component -> component.component() == Component.CLOUD)
                        .mapToLong(ComponentStatus::residentKibibytes)
                        .sum())
                .isLessThan(CLOUD_LIMIT_KIBIBYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "catalog-service", "order-service", "user-service", "notification-worker"})
    void shouldServeHealthMetricsAndOpenApi(String service) {
        assertThat(ShopUnderTest.service(service)
                        .get("/q/health/live")
                        .expect(200)
                        .field("status"))
                .isEqualTo("UP");
        assertThat(ShopUnderTest.service(service)
                        .get("/q/health/ready")
                        .expect(200)
                        .field("status"))
                .isEqualTo("UP");
        assertThat(ShopUnderTest.service(service).get("/q/metrics").expect(200).text())
                .contains("stage5_breaker_state{");
        ApiResponse document =
                ShopUnderTest.service(service).get("/q/openapi?format=json").expect(200);
        assertThat(document.json().path("openapi").asText()).startsWith("3.");
        assertThat(document.json().path("paths")).isNotEmpty();
    }
}
