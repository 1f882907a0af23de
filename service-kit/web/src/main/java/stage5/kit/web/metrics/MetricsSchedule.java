package stage5.kit.web.metrics;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes a task's metrics every {@code stage5.metrics.every} (a minute), and what has changed since then when the task stops.
 */
@Singleton
final class MetricsSchedule {

    private final EmbeddedMetrics metrics;
    private final Vertx vertx;
    private final Duration every;

    MetricsSchedule(
            EmbeddedMetrics metrics,
            Vertx vertx,
            @ConfigProperty(name = "stage5.metrics.every", defaultValue = "60S") Duration every) {
        this.metrics = metrics;
        this.vertx = vertx;
        this.every = every;
    }

    void start(@Observes StartupEvent started) {
        if (metrics.needsSchedule()) {
            vertx.setPeriodic(
                    every.toMillis(),
                    timer -> vertx.executeBlocking(() -> {
                        metrics.write();
                        return null;
                    }));
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (metrics.needsSchedule()) {
            metrics.write();
        }
    }
}
