package stage5.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.acceptance.Shop;
import stage5.acceptance.client.Answer;
import stage5.cli.stack.Part;
import stage5.cli.stack.PartStatus;

/** What the house promises: how fast it stands, how little it takes, and that each service tells about itself. */
class StartUpIT {

    /** What is aimed at, on two cores that do nothing else; a machine that builds at the same time gets more. */
    private static final Duration UP_AIM = Duration.ofSeconds(30);

    private static final Duration UP_LIMIT = UP_AIM.multipliedBy(2);
    private static final long ALL_LIMIT_KIBIBYTES = 3 * 1024 * 1024;
    private static final long CLOUD_LIMIT_KIBIBYTES = 1024 * 1024;

    /** The bar, for a machine that does nothing else. */
    @Test
    @Tag("nightly")
    void shouldBeUpAndFilledSoon() {
        System.out.printf(
                "Up and filled after %.1f s (aim: %d s)%n", Shop.upAfter().toMillis() / 1000.0, UP_AIM.toSeconds());

        assertThat(Shop.upAfter()).isLessThanOrEqualTo(UP_LIMIT);
    }

    @Test
    void shouldFitInThreeGibibytes() {
        List<PartStatus> parts = Shop.status();
        parts.forEach(part -> System.out.printf("%s: %d MiB resident%n", part.part(), part.residentKibibytes() / 1024));

        assertThat(parts).hasSize(Part.values().length).allMatch(PartStatus::isWell);
        assertThat(parts.stream().mapToLong(PartStatus::residentKibibytes).sum())
                .isLessThan(ALL_LIMIT_KIBIBYTES);
        assertThat(parts.stream()
                        .filter(part -> part.part() == Part.CLOUD)
                        .mapToLong(PartStatus::residentKibibytes)
                        .sum())
                .isLessThan(CLOUD_LIMIT_KIBIBYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "catalog-service", "order-service", "user-service", "notification-worker"})
    void shouldTellAboutItself(String service) {
        assertThat(Shop.service(service).get("/q/health/live").expect(200).at("status"))
                .isEqualTo("UP");
        assertThat(Shop.service(service).get("/q/health/ready").expect(200).at("status"))
                .isEqualTo("UP");
        assertThat(Shop.service(service).get("/q/metrics").expect(200).text()).contains("stage5_breaker_state{");
        Answer document = Shop.service(service).get("/q/openapi?format=json").expect(200);
        assertThat(document.json().path("openapi").asText()).startsWith("3.");
        assertThat(document.json().path("paths")).isNotEmpty();
    }
}
