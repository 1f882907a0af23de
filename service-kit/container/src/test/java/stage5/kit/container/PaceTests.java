package stage5.kit.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final Pace pace = new Pace(vertx, Duration.ofMillis(10), Duration.ofMillis(10), nanos::get);

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldMeasureHowLateTheEventLoopIs() {
        assertThat(pace.lag()).isZero();
        CompletableFuture<Duration> lag = new CompletableFuture<>();

        pace.afterMessages(() -> lag.complete(pace.lag()));
        nanos.set(Duration.ofMillis(50).toNanos());

        assertThat(lag).succeedsWithin(TIMEOUT).isEqualTo(Duration.ofMillis(40));
    }

    @Test
    void shouldContinueAtOnce_whenALongPollHasEnded() {
        CompletableFuture<Duration> lag = new CompletableFuture<>();
        pace.receiveStarts();
        nanos.set(Duration.ofSeconds(5).toNanos());

        pace.afterNone(() -> lag.complete(pace.lag()));

        assertThat(lag).succeedsWithin(TIMEOUT).isEqualTo(Duration.ZERO);
    }
}
