package stage5.kit.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventTraceTests {

    private final Vertx vertx = Vertx.vertx();
    private final EventTrace trace = new EventTrace(vertx);

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldNotStartTheWork_whenItIsCancelledBefore() {
        AtomicBoolean started = new AtomicBoolean();
        CompletableFuture<Void> after = new CompletableFuture<>();
        Context context = vertx.getOrCreateContext();

        context.runOnContext(ignored -> {
            trace.<Void>within(
                            () -> TestSpans.none().send(List.of(TestEvents.event("order/1", 1, Instant.EPOCH))), () -> {
                                started.set(true);
                                return Uni.createFrom().voidItem();
                            })
                    .subscribe()
                    .with(done -> {})
                    .cancel();
            context.runOnContext(last -> after.complete(null));
        });

        after.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(started).isFalse();
    }
}
