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
    private final AtomicInteger extensions = new AtomicInteger();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldStopExtending_whenTheWorkTakesTooLong() {
        start(Duration.ofMillis(30), Duration.ofMillis(100));

        await().until(() -> extensions.get() == 7);
        await().during(Duration.ofMillis(100)).until(() -> extensions.get() == 7);
    }

    @Test
    void shouldContinue_whenAnExtensionFails() {
        new VisibilityHeartbeat(vertx, Duration.ofMillis(30), Duration.ofHours(1), () -> {
            extensions.incrementAndGet();
            return Uni.createFrom().failure(new IllegalStateException("failed"));
        });

        await().until(() -> extensions.get() > 2);
    }

    @Test
    void shouldThrow_whenTheLongestWorkExceedsTheLimitOfSqs() {
        assertThatThrownBy(() -> start(Duration.ofSeconds(30), Duration.ofHours(13)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 hours");
    }

    private void start(Duration visibility, Duration longestWork) {
        new VisibilityHeartbeat(vertx, visibility, longestWork, () -> {
            extensions.incrementAndGet();
            return Uni.createFrom().voidItem();
        });
    }
}
