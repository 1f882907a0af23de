package stage5.load.generator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import stage5.load.generator.Prepared.Customer;
import stage5.load.plan.Visit;

/** The sessions that visitors have, one after the other; renewed long before they end, as a browser would. */
final class Customers implements AutoCloseable {

    private final List<Customer> customers;
    private final Preparation shop;
    private int next;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    Customers(List<Customer> customers, Preparation shop) {
        this.customers = new CopyOnWriteArrayList<>(customers);
        this.shop = shop;
        long life = customers.stream().mapToLong(Customer::lifeSeconds).min().orElseThrow();
        long each = Math.max(1, life * 1000 / 2 / customers.size());
        clock.scheduleAtFixedRate(this::renewNext, life * 1000 / 3, each, TimeUnit.MILLISECONDS);
    }

    /** Returns the value of the Authorization header of the visitor. */
    String authorization(Visit visit) {
        return "Bearer "
                + customers.get((int) (visit.number() % customers.size())).accessToken();
    }

    private void renewNext() {
        int which = next++ % customers.size();
        try {
            customers.set(which, shop.logIn(customers.get(which)));
        } catch (LoadException e) {
            // Under load this, too, may fail; the old token is good for some time, and the next round tries again.
            System.err.println("A session was not renewed: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        shop.close();
    }
}
