package stage5.kit.events.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Removes the items of published events from the outbox, and other obsolete items of the service's table, those of several
 * callers in one request. The counter {@code stage5.outbox.unmarked} counts the items that could not be removed: a sweep
 * publishes their events again, which consumers treat as duplicates. Thread-safe.
 */
@ApplicationScoped
class OutboxRemoval {

    private static final Logger LOG = Logger.getLogger(OutboxRemoval.class);

    /** Few, because a sweep has to leave connections to the requests of customers. */
    private static final int CONCURRENT_REQUESTS = 8;

    private final Dynamo dynamo;
    private final EventTrace trace;
    private final Timer timer;
    private final String table;
    private final Counter unremoved;

    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final List<UniEmitter<? super Void>> idle = new ArrayList<>();
    private int inFlight;
    private long dueAtNanos;
    private boolean timerRuns;
    private boolean due;

    @Inject
    OutboxRemoval(
            Dynamo dynamo,
            EventTrace trace,
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.table") String table) {
        this(dynamo, trace, Timer.SYSTEM, metrics, table);
    }

    OutboxRemoval(Dynamo dynamo, EventTrace trace, Timer timer, MeterRegistry metrics, String table) {
        this.dynamo = dynamo;
        this.trace = trace;
        this.timer = timer;
        this.table = table;
        this.unremoved = metrics.counter("stage5.outbox.unmarked");
    }

    /**
     * Completes with the number of items that could not be removed, once all requests with these items have ended; never
     * fails. The items are added on subscription.
     *
     * @param keys the keys of the items; one that does not exist counts as removed
     * @param within how long to wait for other items that fill the request; {@value Dynamo#MAX_WRITES} fill it
     */
    Uni<Integer> remove(List<Map<String, AttributeValue>> keys, Duration within) {
        return keys.isEmpty()
                ? Uni.createFrom().item(0)
                : VertxContexts.emitOnCurrent(Uni.createFrom().emitter(emitter -> add(keys, within, emitter)));
    }

    /** Removes the waiting items now, and completes once no request is in flight. */
    Uni<Void> flush() {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                due = true;
                idle.add(emitter);
            }
            send();
        });
    }

    private void add(List<Map<String, AttributeValue>> keys, Duration within, UniEmitter<? super Integer> emitter) {
        Call call = new Call(keys.size(), emitter);
        boolean startTimer;
        synchronized (this) {
            keys.forEach(key -> waiting.add(new Waiting(key, call)));
            due = due || within.isZero();
            long at = System.nanoTime() + within.toNanos();
            startTimer = !due && (!timerRuns || at < dueAtNanos);
            if (startTimer) {
                timerRuns = true;
                dueAtNanos = at;
            }
        }
        send();
        if (startTimer) {
            startTimer(within);
        }
    }

    private void startTimer(Duration within) {
        timer.after(within, () -> {
            synchronized (this) {
                timerRuns = false;
                due = !waiting.isEmpty();
            }
            send();
        });
    }

    private void send() {
        List<Runnable> actions = new ArrayList<>();
        synchronized (this) {
            while (!waiting.isEmpty()
                    && inFlight < CONCURRENT_REQUESTS
                    && (due || waiting.size() >= Dynamo.MAX_WRITES)) {
                List<Waiting> batch = new ArrayList<>();
                while (!waiting.isEmpty() && batch.size() < Dynamo.MAX_WRITES) {
                    batch.add(waiting.remove());
                }
                inFlight++;
                actions.add(() -> send(batch));
            }
            due = due && !waiting.isEmpty();
            if (waiting.isEmpty() && inFlight == 0) {
                idle.forEach(emitter -> actions.add(() -> emitter.complete(null)));
                idle.clear();
            }
        }
        actions.forEach(Runnable::run);
    }

    private void send(List<Waiting> batch) {
        trace.withoutTrace(() -> dynamo.deleteAll(
                        table, batch.stream().map(Waiting::key).distinct().toList()))
                .onFailure()
                .invoke(failure -> report(batch.size(), failure))
                .onItemOrFailure()
                .transform((done, failure) -> failure == null)
                .subscribe()
                .with(removed -> {
                    synchronized (this) {
                        inFlight--;
                    }
                    batch.forEach(item -> item.call().complete(removed));
                    send();
                });
    }

    private void report(int items, Throwable failure) {
        unremoved.increment(items);
        LOG.warnf("%d published events stay in the outbox: %s", items, failure.toString());
    }

    private record Waiting(Map<String, AttributeValue> key, Call call) {}

    /** The items of one caller. */
    private static final class Call {

        private final UniEmitter<? super Integer> emitter;
        private int open;
        private int failed;

        private Call(int size, UniEmitter<? super Integer> emitter) {
            this.open = size;
            this.emitter = emitter;
        }

        private void complete(boolean removed) {
            boolean all;
            synchronized (this) {
                open--;
                failed += removed ? 0 : 1;
                all = open == 0;
            }
            if (all) {
                emitter.complete(failed);
            }
        }
    }
}
