package stage5.user.password;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import stage5.kit.web.resilience.TimeBudget;
import stage5.kit.web.vertx.VertxContexts;
import stage5.user.UserConfig;

/**
 * Runs password hashing on worker threads, off the event loop. Hashing is bound by the CPU, so its limit is fixed: more
 * hashes at once than cores finish no earlier and take 19 MiB of memory each. Each purpose has a bounded queue. Sign-ups get
 * half of the workers at most, and one at least: a flood of them leaves processors to log-ins and to everything else. While
 * both wait for a single worker, they take turns.
 *
 * <p>Work that is still queued when the time budget of its request ends is dropped before it starts: its
 * result would not be read.
 */
@ApplicationScoped
public class HashingWorkers {

    /** Without a time budget, for example at the start of the service. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final int concurrency;
    private final int mostSignUps;
    private final int queue;
    private final LongSupplier nanoClock;
    private final Map<Purpose, Queue<Job<?>>> waiting = new EnumMap<>(Purpose.class);
    private final Map<Purpose, Integer> running = new EnumMap<>(Purpose.class);
    private final Map<Purpose, Counter> dropped = new EnumMap<>(Purpose.class);
    private Purpose startedLast = Purpose.SIGN_UP;

    /** What a password is hashed for. */
    public enum Purpose {
        LOG_IN("log-in"),
        SIGN_UP("sign-up");

        private final String label;

        Purpose(String label) {
            this.label = label;
        }

        private Purpose other() {
            return this == LOG_IN ? SIGN_UP : LOG_IN;
        }
    }

    @Inject
    HashingWorkers(Vertx vertx, UserConfig config, MeterRegistry metrics) {
        this(vertx, concurrency(config.password()), config.password().queue(), metrics, System::nanoTime);
    }

    HashingWorkers(Vertx vertx, int concurrency, int queue, MeterRegistry metrics, LongSupplier nanoClock) {
        this.vertx = vertx;
        this.concurrency = concurrency;
        this.mostSignUps = Math.max(1, concurrency / 2);
        this.queue = queue;
        this.nanoClock = nanoClock;
        for (Purpose purpose : Purpose.values()) {
            waiting.put(purpose, new ArrayDeque<>());
            running.put(purpose, 0);
            dropped.put(purpose, metrics.counter("stage5.passwords.dropped", "purpose", purpose.label));
        }
    }

    /**
     * Completes with the result of the work. Fails with {@link BulkheadException} if too many calls of the purpose wait
     * already, and with {@link TimeoutException} if the caller's time budget ends before the work starts.
     */
    public <T> Uni<T> run(Purpose purpose, Callable<T> work) {
        // A call that has waited starts on the thread of the call before it.
        return VertxContexts.emitOnCurrent(Uni.createFrom().<T>emitter(emitter -> {
            long deadline =
                    nanoClock.getAsLong() + TimeBudget.atMost(LONGEST_WAIT).toNanos();
            Job<T> job = new Job<>(purpose, work, deadline, emitter);
            if (enqueue(job)) {
                emitter.onTermination(() -> remove(job));
                startNext();
            } else {
                emitter.fail(new BulkheadException("Too many passwords wait to be hashed"));
            }
        }));
    }

    private synchronized boolean enqueue(Job<?> job) {
        // A free worker takes a job at once, so it does not count as waiting.
        return waiting.get(job.purpose).size() < queue + free(job.purpose)
                && waiting.get(job.purpose).add(job);
    }

    private synchronized void remove(Job<?> job) {
        waiting.get(job.purpose).remove(job);
    }

    private void startNext() {
        for (Job<?> job = next(); job != null; job = next()) {
            if (nanoClock.getAsLong() - job.deadline >= 0) {
                release(job.purpose);
                dropped.get(job.purpose).increment();
                job.emitter.fail(new TimeoutException("The time budget ended before the password was hashed"));
            } else {
                start(job);
            }
        }
    }

    private <T> void start(Job<T> job) {
        vertx.executeBlocking(job.work, false).onComplete(result -> {
            release(job.purpose);
            if (result.succeeded()) {
                job.emitter.complete(result.result());
            } else {
                job.emitter.fail(result.cause());
            }
            startNext();
        });
    }

    /** Returns the job to start now, for which a worker is taken; null if none waits or no worker is free. */
    private synchronized Job<?> next() {
        Purpose purpose = nextPurpose();
        if (free(purpose) <= 0) {
            return null;
        }
        Job<?> job = waiting.get(purpose).poll();
        if (job != null) {
            running.merge(purpose, 1, Integer::sum);
            startedLast = purpose;
        }
        return job;
    }

    /** Returns the purpose that has fewer workers; of equals, the one that did not start last. */
    private Purpose nextPurpose() {
        if (waiting.get(Purpose.LOG_IN).isEmpty()) {
            return Purpose.SIGN_UP;
        }
        if (waiting.get(Purpose.SIGN_UP).isEmpty() || free(Purpose.SIGN_UP) <= 0) {
            return Purpose.LOG_IN;
        }
        int difference = running.get(Purpose.LOG_IN) - running.get(Purpose.SIGN_UP);
        if (difference == 0) {
            return startedLast.other();
        }
        return difference < 0 ? Purpose.LOG_IN : Purpose.SIGN_UP;
    }

    private synchronized void release(Purpose purpose) {
        running.merge(purpose, -1, Integer::sum);
    }

    /** Returns how many workers could start a job of the purpose. */
    private int free(Purpose purpose) {
        int signUps = running.get(Purpose.SIGN_UP);
        int all = concurrency - running.get(Purpose.LOG_IN) - signUps;
        return purpose == Purpose.SIGN_UP ? Math.min(all, mostSignUps - signUps) : all;
    }

    private static int concurrency(UserConfig.Password config) {
        return config.concurrency().orElse(Runtime.getRuntime().availableProcessors());
    }

    private record Job<T>(Purpose purpose, Callable<T> work, long deadline, UniEmitter<? super T> emitter) {}
}
