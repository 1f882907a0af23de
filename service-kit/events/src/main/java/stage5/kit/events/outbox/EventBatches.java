package stage5.kit.events.outbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import stage5.kit.events.envelope.Event;

/**
 * Collects the events of several callers in batches and publishes these concurrently, with at most one event per subject
 * in flight, so that the events of a subject are published in the order in which they were added. A full batch leaves
 * immediately, another one once its first event has waited long enough. If an event is left, the later events of its
 * subject that wait here are left too; other subjects continue. Thread-safe.
 */
final class EventBatches {

    /** The most events that wait; further ones are left. They cannot outgrow the memory while SNS is slow. */
    static final int MAX_WAITING = 10_000;

    private final Function<List<Event>, Uni<List<EventOutcome>>> send;
    private final BooleanSupplier mayLeave;
    private final Clock clock;
    private final Timer timer;
    private final Settings settings;

    /** The first event of each subject that is not in flight. */
    private final Queue<Waiting> ready = new ArrayDeque<>();

    /** The later events of each subject of which an event is ready or in flight. */
    private final Map<String, Queue<Waiting>> behind = new HashMap<>();

    private final List<UniEmitter<? super Void>> idle = new ArrayList<>();
    private int waiting;
    private int inFlight;
    private boolean timerRuns;
    private boolean due;
    private long lastLeftMillis = Long.MIN_VALUE;

    /**
     * @param send publishes at most {@value Topic#BATCH_SIZE} events; completes with the outcome of each
     * @param mayLeave checked before each batch; if it returns false, all waiting events are skipped
     */
    EventBatches(
            Function<List<Event>, Uni<List<EventOutcome>>> send,
            BooleanSupplier mayLeave,
            Clock clock,
            Timer timer,
            Settings settings) {
        this.send = send;
        this.mayLeave = mayLeave;
        this.clock = clock;
        this.timer = timer;
        this.settings = settings;
    }

    /**
     * Completes with the outcome of each event, in no defined order, once all have one; never fails. The events are added
     * on subscription. Completes on the thread that gets the last outcome, before {@link #flush} completes.
     */
    Uni<List<EventOutcome>> publish(List<Event> events) {
        return events.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.createFrom().emitter(emitter -> add(events, emitter));
    }

    /** Sends the waiting events now, and completes once no event waits or is in flight. */
    Uni<Void> flush() {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                due = true;
                idle.add(emitter);
            }
            leave();
        });
    }

    private void add(List<Event> events, UniEmitter<? super List<EventOutcome>> emitter) {
        Call call = new Call(events.size(), emitter);
        List<Runnable> rejected = new ArrayList<>();
        synchronized (this) {
            for (Event event : events) {
                Waiting added = new Waiting(event, call);
                if (waiting >= MAX_WAITING) {
                    rejected.add(() -> call.complete(EventOutcome.left(event, "too many events wait for SNS")));
                } else {
                    waiting++;
                    Queue<Waiting> others = behind.get(event.subject());
                    if (others == null) {
                        behind.put(event.subject(), new ArrayDeque<>());
                        ready.add(added);
                    } else {
                        others.add(added);
                    }
                }
            }
        }
        rejected.forEach(Runnable::run);
        leave();
    }

    /** Sends the batches that are full or due, as long as there may be more in flight. */
    private void leave() {
        List<Runnable> actions = new ArrayList<>();
        synchronized (this) {
            while (!ready.isEmpty() && inFlight < settings.concurrency() && (isFull() || due)) {
                if (!mayLeave.getAsBoolean()) {
                    skipAll(actions);
                    break;
                }
                List<Waiting> batch = new ArrayList<>();
                while (!ready.isEmpty() && batch.size() < Topic.BATCH_SIZE) {
                    batch.add(ready.remove());
                }
                inFlight++;
                lastLeftMillis = clock.millis();
                actions.add(() -> send(batch));
            }
            due = due && !ready.isEmpty();
            if (!ready.isEmpty() && !due && !timerRuns) {
                timerRuns = true;
                Duration time = timeToCollect();
                actions.add(() -> startTimer(time));
            }
            if (waiting == 0 && inFlight == 0) {
                idle.forEach(emitter -> actions.add(() -> emitter.complete(null)));
                idle.clear();
            }
        }
        actions.forEach(Runnable::run);
    }

    private boolean isFull() {
        return ready.size() >= Topic.BATCH_SIZE;
    }

    /** Returns how long the next batch collects events: longer if another one has just left. */
    private Duration timeToCollect() {
        if (lastLeftMillis == Long.MIN_VALUE) {
            return settings.collect();
        }
        long sinceLast = Math.max(0, clock.millis() - lastLeftMillis);
        Duration pause = settings.pace().minusMillis(sinceLast);
        return pause.compareTo(settings.collect()) > 0 ? pause : settings.collect();
    }

    private void startTimer(Duration time) {
        timer.after(time, () -> {
            synchronized (this) {
                timerRuns = false;
                due = true;
            }
            leave();
        });
    }

    private void send(List<Waiting> batch) {
        List<Event> events = batch.stream().map(Waiting::event).toList();
        Uni.createFrom()
                .deferred(() -> send.apply(events))
                .onFailure()
                .recoverWithItem(failure -> events.stream()
                        .map(event -> EventOutcome.left(event, failure.toString()))
                        .toList())
                .subscribe()
                .with(outcomes -> settle(batch, outcomes));
    }

    private void settle(List<Waiting> batch, List<EventOutcome> outcomes) {
        Map<String, EventOutcome> bySubject = new HashMap<>();
        outcomes.forEach(outcome -> bySubject.put(outcome.event().subject(), outcome));
        List<Runnable> actions = new ArrayList<>();
        synchronized (this) {
            inFlight--;
            for (Waiting sent : batch) {
                EventOutcome outcome = bySubject.get(sent.event().subject());
                complete(sent, outcome, actions);
                if (outcome.isSettled()) {
                    next(sent);
                } else {
                    skipThoseBehind(sent, "an earlier event of its subject is left", actions);
                }
            }
        }
        actions.forEach(Runnable::run);
        leave();
    }

    private void next(Waiting settled) {
        Queue<Waiting> others = behind.get(settled.event().subject());
        if (others.isEmpty()) {
            behind.remove(settled.event().subject());
        } else {
            ready.add(others.remove());
        }
    }

    private void skipThoseBehind(Waiting first, String reason, List<Runnable> actions) {
        behind.remove(first.event().subject())
                .forEach(later -> complete(later, EventOutcome.skipped(later.event(), reason), actions));
    }

    private void skipAll(List<Runnable> actions) {
        for (Waiting first : ready) {
            complete(first, EventOutcome.skipped(first.event(), "not tried"), actions);
            skipThoseBehind(first, "not tried", actions);
        }
        ready.clear();
    }

    private void complete(Waiting event, EventOutcome outcome, List<Runnable> actions) {
        waiting--;
        actions.add(() -> event.call().complete(outcome));
    }

    /**
     * @param collect how long the first event of a batch waits for others
     * @param pace the least time between two batches that are not full
     * @param concurrency the most batches in flight
     */
    record Settings(Duration collect, Duration pace, int concurrency) {}

    private record Waiting(Event event, Call call) {}

    /** The events of one caller; completes once each has an outcome. */
    private static final class Call {

        private final List<EventOutcome> outcomes = new ArrayList<>();
        private final int size;
        private final UniEmitter<? super List<EventOutcome>> emitter;

        private Call(int size, UniEmitter<? super List<EventOutcome>> emitter) {
            this.size = size;
            this.emitter = emitter;
        }

        private void complete(EventOutcome outcome) {
            boolean all;
            synchronized (outcomes) {
                outcomes.add(outcome);
                all = outcomes.size() == size;
            }
            if (all) {
                emitter.complete(outcomes);
            }
        }
    }
}
