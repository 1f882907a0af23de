package stage5.kit.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.web.metrics.PublishedMetric.Form;

class MetricsScheduleTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration NEVER = Duration.ofDays(1);

    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldWriteAgainAndAgain_whenATaskRuns() {
        schedule(Form.TASKS, Duration.ofMillis(20)).start(null);
        for (int line = 1; line <= 3; line++) {
            metrics.counter("stage5.orders.placed").increment();
            int lines = line;
            Awaitility.await().atMost(TIMEOUT).until(() -> lines() >= lines);
        }
    }

    @Test
    void shouldWriteTheRest_whenATaskStops() {
        MetricsSchedule schedule = schedule(Form.TASKS, NEVER);
        schedule.start(null);
        metrics.counter("stage5.orders.placed").increment();

        schedule.stop(null);

        assertThat(lines()).isOne();
    }

    @Test
    void shouldWriteNothing_whenTheServiceIsAFunction() {
        metrics.counter("stage5.orders.placed").increment();
        MetricsSchedule schedule = schedule(Form.FUNCTIONS, NEVER);

        schedule.start(null);
        schedule.stop(null);

        assertThat(lines()).isZero();
    }

    private long lines() {
        return log.toString(StandardCharsets.UTF_8).lines().count();
    }

    private MetricsSchedule schedule(Form form, Duration every) {
        EmbeddedMetrics embedded = new EmbeddedMetrics(
                metrics,
                Optional.of("StageFive"),
                form,
                "order-service",
                InstantSource.system(),
                new PrintStream(log, true, StandardCharsets.UTF_8));
        return new MetricsSchedule(embedded, vertx, every);
    }
}
