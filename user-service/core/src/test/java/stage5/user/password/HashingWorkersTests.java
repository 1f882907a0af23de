package stage5.user.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.user.password.HashingWorkers.Purpose;

class HashingWorkersTests {

    private static final int TIMEOUT_SECONDS = 30;
    private static final int QUEUE = 20;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final HashingWorkers workers = new HashingWorkers(vertx, 1, QUEUE, metrics, nanos::get);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> started = new ArrayList<>();

    @AfterEach
    void close() {
        gate.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldStartALogInNext_whenManySignUpsWait() throws Exception {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        IntStream.range(0, QUEUE).forEach(i -> all.add(submit(Purpose.SIGN_UP, "sign-up " + i)));
        all.add(submit(Purpose.LOG_IN, "log-in"));
        gate.countDown();

        for (CompletableFuture<Void> each : all) {
            each.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }

        assertThat(started.indexOf("log-in")).isEqualTo(1);
    }

    @Test
    void shouldAlternate_whenBothWait() throws Exception {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        IntStream.range(0, 4).forEach(i -> all.add(submit(Purpose.SIGN_UP, "sign-up " + i)));
        IntStream.range(0, 3).forEach(i -> all.add(submit(Purpose.LOG_IN, "log-in " + i)));
        gate.countDown();

        for (CompletableFuture<Void> each : all) {
            each.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }

        assertThat(started)
                .containsExactly(
                        "sign-up 0", "log-in 0", "sign-up 1", "log-in 1", "sign-up 2", "log-in 2", "sign-up 3");
    }

    @Test
    void shouldAdmitALogIn_whenTheQueueOfSignUpsIsFull() throws Exception {
        IntStream.rangeClosed(0, QUEUE).forEach(i -> submit(Purpose.SIGN_UP, "sign-up " + i));

        CompletableFuture<Void> signUp = submit(Purpose.SIGN_UP, "one too many");
        CompletableFuture<Void> logIn = submit(Purpose.LOG_IN, "log-in");
        gate.countDown();

        assertThat(signUp)
                .failsWithin(Duration.ofSeconds(TIMEOUT_SECONDS))
                .withThrowableThat()
                .withCauseInstanceOf(BulkheadException.class);
        logIn.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void shouldNotStart_whenTheTimeBudgetEndedInTheQueue() {
        CompletableFuture<Void> first = submit(Purpose.LOG_IN, "first");
        CompletableFuture<Void> late = submit(Purpose.LOG_IN, "late");
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        gate.countDown();

        assertThat(late)
                .failsWithin(Duration.ofSeconds(TIMEOUT_SECONDS))
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
        assertThat(first).succeedsWithin(Duration.ofSeconds(TIMEOUT_SECONDS));
        assertThat(started).containsExactly("first");
        assertThat(metrics.counter("stage5.passwords.dropped", "purpose", "log-in")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldNotStart_whenTheCallerHasGone() throws Exception {
        submit(Purpose.LOG_IN, "first");
        workers.run(Purpose.LOG_IN, () -> started.add("gone"))
                .subscribe()
                .with(done -> {})
                .cancel();
        CompletableFuture<Void> last = submit(Purpose.LOG_IN, "last");
        gate.countDown();

        last.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);

        assertThat(started).containsExactly("first", "last");
    }

    @Test
    void shouldStartALogInAtOnce_whenSignUpsHaveTheirShareOfTheWorkers() {
        HashingWorkers two = new HashingWorkers(vertx, 2, QUEUE, metrics, nanos::get);
        IntStream.range(0, 3).forEach(i -> submit(two, Purpose.SIGN_UP, "sign-up " + i));

        CompletableFuture<String> logIn = two.run(Purpose.LOG_IN, () -> "done").subscribeAsCompletionStage();

        assertThat(logIn).succeedsWithin(Duration.ofSeconds(TIMEOUT_SECONDS));
    }

    @Test
    void shouldGiveAllWorkersToLogIns_whenNoSignUpWaits() {
        HashingWorkers two = new HashingWorkers(vertx, 2, QUEUE, metrics, nanos::get);
        CountDownLatch both = new CountDownLatch(2);

        List<CompletableFuture<Void>> logIns = IntStream.range(0, 2)
                .mapToObj(i -> two.<Void>run(Purpose.LOG_IN, () -> {
                            both.countDown();
                            both.await();
                            return null;
                        })
                        .subscribeAsCompletionStage())
                .toList();

        assertThat(logIns).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(TIMEOUT_SECONDS)));
    }

    /** Submits work that waits for the gate: with one worker, no two run at once. */
    private CompletableFuture<Void> submit(Purpose purpose, String name) {
        return submit(workers, purpose, name);
    }

    private CompletableFuture<Void> submit(HashingWorkers to, Purpose purpose, String name) {
        return to.<Void>run(purpose, () -> {
                    gate.await();
                    started.add(name);
                    return null;
                })
                .subscribeAsCompletionStage();
    }
}
