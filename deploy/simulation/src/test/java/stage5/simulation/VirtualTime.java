package stage5.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A clock and scheduler on one thread. Time advances only from task to task: the earliest runs next; of two at the same
 * instant, the one that was scheduled first. It is the services' clock and the scheduler of their time-outs and retries.
 * Tasks of a crashed process never run.
 */
final class VirtualTime extends AbstractExecutorService implements ScheduledExecutorService {

    private static final Comparator<ScheduledTask<?>> EARLIEST_FIRST =
            Comparator.<ScheduledTask<?>, Instant>comparing(task -> task.at).thenComparing(task -> task.number);

    private final PriorityQueue<ScheduledTask<?>> tasks = new PriorityQueue<>(EARLIEST_FIRST);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long scheduled;
    private SimulatedProcess running = SimulatedProcess.WORLD;

    Instant now() {
        return now;
    }

    Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("The simulation uses UTC only");
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    /** Schedules an action, which is skipped if the process has crashed by then. */
    void after(Duration delay, SimulatedProcess process, Runnable action) {
        add(new ScheduledTask<>(now.plus(delay), ++scheduled, process, () -> {
            action.run();
            return null;
        }));
    }

    /** Runs an action now; the tasks that it schedules belong to the process. */
    void as(SimulatedProcess process, Runnable action) {
        SimulatedProcess before = running;
        running = process;
        try {
            action.run();
        } finally {
            running = before;
        }
    }

    /** Runs the next task; returns false if there is none. */
    boolean step() {
        ScheduledTask<?> next = tasks.poll();
        if (next == null) {
            return false;
        }
        now = next.at;
        if (next.process.isAlive() && !next.isDone()) {
            as(next.process, next::runTask);
        }
        return true;
    }

    private <T> ScheduledTask<T> add(ScheduledTask<T> task) {
        tasks.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(
                () -> {
                    command.run();
                    return null;
                },
                delay,
                unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(new ScheduledTask<>(now.plusNanos(unit.toNanos(delay)), ++scheduled, running, callable));
    }

    @Override
    public void execute(Runnable command) {
        after(Duration.ZERO, running, command);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initial, long period, TimeUnit unit) {
        throw new UnsupportedOperationException("Periodic tasks are not supported");
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("Periodic tasks are not supported");
    }

    @Override
    public void shutdown() {
        tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    private final class ScheduledTask<T> extends CompletableFuture<T> implements ScheduledFuture<T> {

        private final Instant at;
        private final long number;
        private final SimulatedProcess process;
        private final Callable<T> action;

        ScheduledTask(Instant at, long number, SimulatedProcess process, Callable<T> action) {
            this.at = at;
            this.number = number;
            this.process = process;
            this.action = action;
        }

        void runTask() {
            try {
                complete(action.call());
            } catch (Exception e) {
                throw new IllegalStateException("A task has failed", e);
            }
        }

        /** Removes a cancelled task from the queue at once: most tasks are time-outs that never expire. */
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            tasks.remove(this);
            return super.cancel(mayInterruptIfRunning);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(now, at));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
