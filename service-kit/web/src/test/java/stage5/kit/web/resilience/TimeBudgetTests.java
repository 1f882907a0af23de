package stage5.kit.web.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeBudgetTests {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldReturnTheLimit_whenThereIsNoTimeBudget() {
        assertThat(TimeBudget.atMost(LIMIT)).isEqualTo(LIMIT);
    }

    @Test
    void shouldReturnTheRemainingBudget_whenItIsShorterThanTheLimit() {
        Duration budget = onContext(() -> {
            TimeBudget.start(Duration.ofMillis(300));
            return TimeBudget.atMost(LIMIT);
        });

        assertThat(budget).isLessThanOrEqualTo(Duration.ofMillis(300)).isPositive();
    }

    @Test
    void shouldNotStartTheWork_whenTheBudgetIsUsedUp() {
        CompletableFuture<String> started = new CompletableFuture<>();
        Uni<String> work = TimeBudget.within(LIMIT, Uni.createFrom().item(() -> {
            started.complete("work");
            return "work";
        }));

        assertThatThrownBy(() -> onContextAwait(work)).hasRootCauseInstanceOf(TimeoutException.class);
        assertThat(started).isNotDone();
    }

    @Test
    void shouldFail_whenTheWorkExceedsItsLimit() {
        assertThatThrownBy(() -> TimeBudget.within(
                                Duration.ofMillis(50), Uni.createFrom().nothing())
                        .await()
                        .atMost(LIMIT))
                .isInstanceOf(TimeoutException.class);
    }

    private String onContextAwait(Uni<String> work) {
        return onContext(() -> {
                    TimeBudget.start(Duration.ZERO);
                    return work.subscribeAsCompletionStage();
                })
                .join();
    }

    private <T> T onContext(Supplier<T> work) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.join();
    }
}
