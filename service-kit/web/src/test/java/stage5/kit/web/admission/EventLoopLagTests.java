package stage5.kit.web.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopLagTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicBoolean busy = new AtomicBoolean(true);

    @AfterEach
    void close() {
        busy.set(false);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldStand_whileAnEventLoopIsBusy() {
        EventLoopLag lag = new EventLoopLag();
        lag.start(vertx, Duration.ofMillis(20), metrics);

        vertx.runOnContext(start -> occupy());
        await().atMost(TIMEOUT).until(lag::isStanding);
        assertThat(metrics.get("stage5.admission.lag").gauge().value()).isGreaterThan(0.02);
        busy.set(false);

        await().atMost(TIMEOUT).until(() -> !lag.isStanding());
    }

    @Test
    void shouldNotStand_whenItIsNotMeasured() {
        assertThat(new EventLoopLag().isStanding()).isFalse();
    }

    /** Occupies the event loop in pieces of work, each of which delays what is due. */
    private void occupy() {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        if (busy.get()) {
            vertx.setTimer(1, next -> occupy());
        }
    }
}
