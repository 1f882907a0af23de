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
 * Time that passes by happenings only, on one thread: the next one is always the earliest, and of two at the same moment
 * that which was scheduled first. It is the clock of the services, and the scheduler of their time-outs and retries.
 * What a process schedules never happens once that process has died.
 */
final class VirtualTime extends AbstractExecutorService implements ScheduledExecutorService {

    private static final Comparator<Happening<?>> EARLIEST_FIRST = Comparator.<Happening<?>, Instant>comparing(
                    happening -> happening.at)
            .thenComparing(h -> h.number);

    private final PriorityQueue<Happening<?>> happenings = new PriorityQueue<>(EARLIEST_FIRST);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long scheduled;
    private Process running = Process.WORLD;

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
                throw new UnsupportedOperationException("The shop's time is UTC");
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    /** Makes something happen after a while, unless the process has died by then. */
    void after(Duration delay, Process process, Runnable what) {
        add(new Happening<>(now.plus(delay), ++scheduled, process, () -> {
            what.run();
            return null;
        }));
    }

    /** Does something now as that process: what it schedules is the process's own. */
    void as(Process process, Runnable what) {
        Process before = running;
        running = process;
        try {
            what.run();
        } finally {
            running = before;
        }
    }

    /** Returns whether anything was left to happen, and has. */
    boolean step() {
        Happening<?> next = happenings.poll();
        if (next == null) {
            return false;
        }
        now = next.at;
        if (next.process.isAlive() && !next.isDone()) {
            as(next.process, next::happen);
        }
        return true;
    }

    private <T> Happening<T> add(Happening<T> happening) {
        happenings.add(happening);
        return happening;
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
        return add(new Happening<>(now.plusNanos(unit.toNanos(delay)), ++scheduled, running, callable));
    }

    @Override
    public void execute(Runnable command) {
        after(Duration.ZERO, running, command);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initial, long period, TimeUnit unit) {
        throw new UnsupportedOperationException("Nothing repeats by itself here");
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("Nothing repeats by itself here");
    }

    @Override
    public void shutdown() {
        happenings.clear();
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

    private final class Happening<T> extends CompletableFuture<T> implements ScheduledFuture<T> {

        private final Instant at;
        private final long number;
        private final Process process;
        private final Callable<T> what;

        Happening(Instant at, long number, Process process, Callable<T> what) {
            this.at = at;
            this.number = number;
            this.process = process;
            this.what = what;
        }

        void happen() {
            try {
                complete(what.call());
            } catch (Exception e) {
                throw new IllegalStateException("A happening has failed", e);
            }
        }

        /** What is called off is forgotten at once: most of all happenings are time-outs that never come. */
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            happenings.remove(this);
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
