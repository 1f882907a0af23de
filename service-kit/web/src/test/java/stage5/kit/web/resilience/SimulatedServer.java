package stage5.kit.web.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;

/**
 * A server with a fixed number of workers and a first-in-first-out queue behind a {@link ConcurrencyLimit}, in
 * simulated time. Arrivals and service times are exponential (M/M/c), from a seeded source.
 */
final class SimulatedServer {

    private final Random random = new Random(17);
    private final PriorityQueue<Job> running = new PriorityQueue<>(Comparator.comparingLong(job -> job.end));
    private final Queue<Job> queue = new ArrayDeque<>();
    private final ConcurrencyLimit limit;
    private int workers;
    private Duration service;
    private long now;
    private int refused;
    private int completed;
    private double totalLimit;
    private double totalLatency;
    private int arrivals;

    SimulatedServer(int workers, Duration service, ConcurrencyLimit.Settings settings) {
        this.workers = workers;
        this.service = service;
        this.limit = new ConcurrencyLimit(settings, () -> now);
    }

    ConcurrencyLimit limit() {
        return limit;
    }

    /** Returns how many jobs the server can complete in a second. */
    double capacity() {
        return workers / (service.toNanos() / 1e9);
    }

    void setService(Duration service) {
        this.service = service;
    }

    void setWorkers(int workers) {
        this.workers = workers;
    }

    /** Offers jobs at a mean rate, in simulated time, and returns what happened in it. */
    LoadOutcome offer(double perSecond, Duration time) {
        refused = 0;
        completed = 0;
        arrivals = 0;
        totalLimit = 0;
        totalLatency = 0;
        long end = now + time.toNanos();
        long arrival = now + pause(perSecond);
        while (arrival < end) {
            completeUntil(arrival);
            now = arrival;
            arrive();
            arrival += pause(perSecond);
        }
        completeUntil(end);
        now = end;
        return new LoadOutcome(
                completed / (time.toNanos() / 1e9),
                arrivals == 0 ? 0 : totalLimit / arrivals,
                Duration.ofNanos((long) (completed == 0 ? 0 : totalLatency / completed)),
                (double) refused / Math.max(1, arrivals));
    }

    private void arrive() {
        arrivals++;
        totalLimit += limit.limit();
        if (!limit.tryAcquire()) {
            refused++;
            return;
        }
        Job job = new Job(now);
        if (running.size() < workers) {
            run(job);
        } else {
            queue.add(job);
        }
    }

    private void run(Job job) {
        job.end = now + (long) (exponential() * service.toNanos());
        running.add(job);
    }

    private void completeUntil(long time) {
        while (!running.isEmpty() && running.peek().end <= time) {
            Job job = running.poll();
            now = job.end;
            completed++;
            totalLatency += now - job.start;
            limit.release(Duration.ofNanos(now - job.start));
            if (!queue.isEmpty() && running.size() < workers) {
                run(queue.poll());
            }
        }
    }

    private long pause(double perSecond) {
        return Math.max(1, (long) (exponential() / perSecond * 1e9));
    }

    private double exponential() {
        return -Math.log(1 - random.nextDouble());
    }

    /**
     * What happened while jobs were offered.
     *
     * @param throughput completed jobs a second
     * @param limit the mean limit that an arriving job met
     * @param latency the mean latency of completed jobs
     * @param refusedShare the share of the offered jobs that was refused
     */
    record LoadOutcome(double throughput, double limit, Duration latency, double refusedShare) {}

    private static final class Job {

        private final long start;
        private long end;

        Job(long start) {
            this.start = start;
        }
    }
}
