package stage5.cli.orders;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import stage5.stack.shop.ShopException;

/**
 * Logs customers in at a constant rate, each in turn, and counts failures. No failed log-in is repeated. At most a hundred are
 * in flight.
 */
public final class LogInLoad implements AutoCloseable {

    private static final int MAX_IN_FLIGHT = 100;

    private final List<Buyer> buyers;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(MAX_IN_FLIGHT);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    private LogInLoad(List<Buyer> buyers) {
        this.buyers = buyers;
    }

    /** Starts a load of this many log-ins a second; none if it is 0. */
    public static LogInLoad start(List<Buyer> buyers, double rate) {
        LogInLoad load = new LogInLoad(buyers);
        if (rate > 0) {
            load.clock.scheduleAtFixedRate(load::next, 0, (long) (1_000_000 / rate), TimeUnit.MICROSECONDS);
        }
        return load;
    }

    private void next() {
        if (permits.tryAcquire()) {
            Buyer buyer = buyers.get(sent.getAndIncrement() % buyers.size());
            senders.submit(() -> logIn(buyer));
        }
    }

    private Void logIn(Buyer buyer) throws InterruptedException {
        try {
            buyer.logIn();
        } catch (ShopException e) { // counted: the caller measures how many fail
            failed.incrementAndGet();
        } finally {
            permits.release();
        }
        return null;
    }

    /** Returns the number of failed log-ins. */
    public int failed() {
        return failed.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        senders.shutdownNow();
    }
}
