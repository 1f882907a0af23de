package stage5.kit.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvocationRunnerTests {

    private static final TestInvocation LONG = new TestInvocation(Duration.ofSeconds(30));

    /** 100 ms for the work: the rest is reserved for the response. */
    private static final TestInvocation SHORT = new TestInvocation(Duration.ofMillis(600));

    private final Vertx vertx = Vertx.vertx();
    private final InvocationRunner runner = new InvocationRunner(vertx);

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldReturnTheResult_whenTheWorkIsDone() {
        assertThat(runner.run(LONG, () -> Uni.createFrom().item(5))).isEqualTo(5);
    }

    @Test
    void shouldThrow_whenTheWorkFails() {
        assertThatThrownBy(() -> runner.run(LONG, () -> {
                    throw new IllegalArgumentException("wrong");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wrong");
        assertThatThrownBy(() -> runner.run(LONG, () -> Uni.createFrom().failure(new IOException("reset"))))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void shouldThrow_whenTheTimeIsOver() {
        assertThatThrownBy(() -> runner.run(SHORT, () -> Uni.createFrom().nothing()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The invocation has no time left");
    }

    @Test
    void shouldDoNothingMore_whenTheWorkIsCancelledAndItsCallReturnsLater() {
        CompletableFuture<Void> call = new CompletableFuture<>();
        AtomicInteger effects = new AtomicInteger();

        String result = runner.run(
                SHORT,
                () -> Uni.createFrom()
                        .completionStage(call.copy())
                        .invoke(effects::incrementAndGet)
                        .map(done -> "done"),
                () -> "not done");
        call.complete(null); // after the thaw

        assertThat(result).isEqualTo("not done");
        assertThat(effects).hasValue(0);
    }

    @Test
    void shouldNotStartTheWork_whenTheTimeIsOverBefore() {
        AtomicBoolean started = new AtomicBoolean();
        CompletableFuture<String> result = new CompletableFuture<>();
        CompletableFuture<Void> after = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(ignored -> {
            // Blocks the event loop on which the work is to start.
            result.complete(runner.run(
                    SHORT,
                    () -> {
                        started.set(true);
                        return Uni.createFrom().item("done");
                    },
                    () -> "not done"));
            vertx.getOrCreateContext().runOnContext(last -> after.complete(null));
        });

        assertThat(result.join()).isEqualTo("not done");
        after.join();
        assertThat(started).isFalse();
    }
}
