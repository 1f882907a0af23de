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
 * Sends requests of one kind at a constant rate, for each customer in turn, and counts failures. No failed request is repeated.
 * At most a hundred are in flight.
 */
public final class BuyerLoad implements AutoCloseable {

    private static final int MAX_IN_FLIGHT = 100;
    private static final int OK = 200;

    private final List<Buyer> buyers;
    private final Request request;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(MAX_IN_FLIGHT);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    /** A request of a customer. */
    @FunctionalInterface
    private interface Request {

        /**
         * Sends the request.
         *
         * @param n how many requests were sent before
         * @throws ShopException if there is no response, or another one than expected
         */
        void send(Buyer buyer, int n) throws InterruptedException;
    }

    private BuyerLoad(List<Buyer> buyers, Request request) {
        this.buyers = buyers;
        this.request = request;
    }

    /** Starts a load of this many log-ins a second; none if it is 0. */
    public static BuyerLoad logIns(List<Buyer> buyers, double rate) {
        return start(buyers, rate, (buyer, n) -> buyer.logIn());
    }

    /**
     * Starts a load of this many pages a second; none if it is 0.
     *
     * @param paths are read in turn
     */
    public static BuyerLoad pages(List<Buyer> buyers, double rate, List<String> paths) {
        return start(buyers, rate, (buyer, n) -> buyer.shop()
                .get(paths.get(n % paths.size()))
                .expect(OK));
    }

    private static BuyerLoad start(List<Buyer> buyers, double rate, Request request) {
        BuyerLoad load = new BuyerLoad(buyers, request);
        if (rate > 0) {
            load.clock.scheduleAtFixedRate(load::next, 0, (long) (1_000_000 / rate), TimeUnit.MICROSECONDS);
        }
        return load;
    }

    private void next() {
        if (permits.tryAcquire()) {
            int n = sent.getAndIncrement();
            senders.submit(() -> send(n));
        }
    }

    private Void send(int n) throws InterruptedException {
        try {
            request.send(buyers.get(n % buyers.size()), n);
        } catch (ShopException e) { // counted: the caller measures how many fail
            failed.incrementAndGet();
        } finally {
            permits.release();
        }
        return null;
    }

    /** Returns the number of failed requests. */
    public int failed() {
        return failed.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        senders.shutdownNow();
    }
}
