package stage5.load.generator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import stage5.load.generator.PreparedShop.Customer;
import stage5.load.plan.Visit;

/** The customers' sessions that visitors use in turn. Access tokens are renewed long before they expire. */
final class CustomerSessions implements AutoCloseable {

    private final List<Customer> customers;
    private final ShopPreparation shop;
    private int next;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    CustomerSessions(List<Customer> customers, ShopPreparation shop) {
        this.customers = new CopyOnWriteArrayList<>(customers);
        this.shop = shop;
        long lifeSeconds =
                customers.stream().mapToLong(Customer::lifeSeconds).min().orElseThrow();
        long intervalMillis = Math.max(1, lifeSeconds * 1000 / 2 / customers.size());
        clock.scheduleAtFixedRate(this::renewNext, lifeSeconds * 1000 / 3, intervalMillis, TimeUnit.MILLISECONDS);
    }

    /** Returns the Authorization header of a visit. */
    String authorization(Visit visit) {
        return "Bearer " + customers.get(customer(visit)).accessToken();
    }

    /** Returns the position of the visit's customer. */
    int customer(Visit visit) {
        return (int) (visit.number() % customers.size());
    }

    private void renewNext() {
        int which = next++ % customers.size();
        try {
            customers.set(which, shop.logIn(customers.get(which)));
        } catch (LoadException e) {
            // A login may fail under load. The old token stays valid for a while, and the next turn tries again.
            System.err.println("A session could not be renewed: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        shop.close();
    }
}
