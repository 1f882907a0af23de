package stage5.kit.web.admission;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late the event loops run what is due: the queue in front of everything that this process does. Only with an
 * {@link AdmissionConfig#lagTarget()}. Gauge {@code stage5.admission.lag}: the standing lag of the slowest loop, in seconds.
 */
@Singleton
public final class EventLoopLag {

    /** Between two samples of a loop; each costs some microseconds. */
    private static final long INTERVAL = Duration.ofMillis(20).toNanos();

    private final List<StandingLag> loops = new CopyOnWriteArrayList<>();

    /** Starts a sampler on each event loop. */
    void start(@Observes StartupEvent started, Vertx vertx, AdmissionConfig config, MeterRegistry metrics) {
        if (config.enabled()) {
            config.lagTarget().ifPresent(target -> start(vertx, target, metrics));
        }
    }

    void start(Vertx vertx, Duration target, MeterRegistry metrics) {
        for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
            StandingLag lag = new StandingLag(target);
            loops.add(lag);
            schedule(loop, lag);
        }
        Gauge.builder("stage5.admission.lag", this, EventLoopLag::seconds).register(metrics);
    }

    private static void schedule(EventExecutor loop, StandingLag lag) {
        if (loop.isShuttingDown()) {
            return;
        }
        long due = System.nanoTime() + INTERVAL;
        loop.schedule(
                () -> {
                    long now = System.nanoTime();
                    lag.add(now - due, now);
                    schedule(loop, lag);
                },
                INTERVAL,
                TimeUnit.NANOSECONDS);
    }

    /** Returns whether the lag of a loop stays over the target; false if it is not measured. */
    boolean isStanding() {
        for (StandingLag loop : loops) {
            if (loop.isStanding()) {
                return true;
            }
        }
        return false;
    }

    private double seconds() {
        return loops.stream().mapToLong(StandingLag::nanos).max().orElse(0) / 1e9;
    }
}
