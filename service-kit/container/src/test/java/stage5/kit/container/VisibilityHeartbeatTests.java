package stage5.kit.container;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VisibilityHeartbeatTests {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger beats = new AtomicInteger();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldFallSilent_whenTheWorkTakesTooLong() {
        begin(Duration.ofMillis(30), Duration.ofMillis(100));

        await().until(() -> beats.get() == 7);
        await().during(Duration.ofMillis(100)).until(() -> beats.get() == 7);
    }

    @Test
    void shouldGoOn_whenABeatIsLost() {
        new VisibilityHeartbeat(vertx, Duration.ofMillis(30), Duration.ofHours(1), () -> {
            beats.incrementAndGet();
            return Uni.createFrom().failure(new IllegalStateException("lost"));
        });

        await().until(() -> beats.get() > 2);
    }

    @Test
    void shouldRefuse_whenItWouldHideLongerThanSqsAllows() {
        assertThatThrownBy(() -> begin(Duration.ofSeconds(30), Duration.ofHours(13)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 hours");
    }

    private void begin(Duration visibility, Duration longestWork) {
        new VisibilityHeartbeat(vertx, visibility, longestWork, () -> {
            beats.incrementAndGet();
            return Uni.createFrom().voidItem();
        });
    }
}
