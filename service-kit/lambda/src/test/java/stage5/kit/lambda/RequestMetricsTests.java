package stage5.kit.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.web.metrics.PublishedMetrics;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class RequestMetricsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    @Inject
    MeterRegistry metrics;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/greetings/event-loop, /greetings/event-loop, SUCCESS, 200",
        "/greetings/by-name/planted, /greetings/by-name/{name}, SUCCESS, 200",
        "/greetings/broken, /greetings/broken, SERVER_ERROR, 500",
        "/nothing/planted, NOT_FOUND, CLIENT_ERROR, 404"
    })
    void shouldMeasureByRoute_whenTheServiceIsAFunction(String path, String route, String outcome, String status)
            throws Exception {
        long before = requests(route, outcome, status).map(Timer::count).orElse(0L);

        http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> requests(route, outcome, status).map(Timer::count).orElse(0L) == before + 1);
        assertThat(metrics.find("http.server.requests").timers())
                .noneMatch(timer -> timer.getId().getTag("uri").contains("planted"));
    }

    @Test
    void shouldHaveTheBucketsOfAllHistograms_whenQuarkusRuns() {
        Timer timer = metrics.timer(
                "stage5.projection.lag", "model", UUID.randomUUID().toString());

        assertThat(Stream.of(timer.takeSnapshot().histogramCounts())
                        .map(CountAtBucket::bucket)
                        .filter(Double::isFinite))
                .contains((double) TimeUnit.MILLISECONDS.toNanos(5), (double) TimeUnit.MILLISECONDS.toNanos(250));
    }

    @Test
    void shouldHaveTheTagsOfTheContract_whenARequestIsMeasured() throws Exception {
        http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/greetings/worker"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        Awaitility.await().atMost(TIMEOUT).until(() -> requests("/greetings/worker", "SUCCESS", "200")
                .isPresent());
        Timer timer = requests("/greetings/worker", "SUCCESS", "200").orElseThrow();
        assertThat(PublishedMetrics.find("http.server.requests").orElseThrow().tags())
                .allSatisfy(tag -> assertThat(timer.getId().getTag(tag)).isNotBlank());
    }

    private Optional<Timer> requests(String route, String outcome, String status) {
        return Optional.ofNullable(metrics.find("http.server.requests")
                .tags("method", "GET", "uri", route, "outcome", outcome, "status", status)
                .timer());
    }
}
