package stage5.cli.incident;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import stage5.cli.orders.BuyerLoad;
import stage5.cli.orders.OrderLoad;
import stage5.stack.seed.Catalogue;
import stage5.stack.seed.SeedProduct;

/** The load of an incident: orders, log-ins and listings until it is closed. */
public final class IncidentLoad implements AutoCloseable {

    private static final int LISTED = 20;

    private final OrderLoad orders;
    private final BuyerLoad logIns;
    private final BuyerLoad listings;

    private IncidentLoad(OrderLoad orders, BuyerLoad logIns, BuyerLoad listings) {
        this.orders = orders;
        this.logIns = logIns;
        this.listings = listings;
    }

    /**
     * Starts the load.
     *
     * @param skus the products of the shop, which are ordered in an order that the seed determines
     */
    public static IncidentLoad start(URI gateway, List<String> skus, Incident.Load load, long seed)
            throws InterruptedException {
        List<String> shuffled = new ArrayList<>(skus);
        Collections.shuffle(shuffled, new Random(seed));
        List<String> ordered =
                load.products() == null ? shuffled : shuffled.subList(0, Math.min(load.products(), shuffled.size()));
        OrderLoad orders = OrderLoad.start(gateway, ordered, load.orders(), Integer.MAX_VALUE);
        return new IncidentLoad(
                orders,
                BuyerLoad.logIns(orders.buyers(), load.logIns()),
                BuyerLoad.pages(orders.buyers(), load.listings(), listings()));
    }

    /** Returns the paths of the listings of each category, by name and by price. */
    private static List<String> listings() {
        return Catalogue.of(Catalogue.SEED).stream()
                .map(SeedProduct::category)
                .distinct()
                .flatMap(category -> Stream.of("name", "price")
                        .map(sort -> "/api/products?category=%s&sort=%s".formatted(category, sort)))
                .toList();
    }

    /** Returns the number of accepted orders. */
    public int accepted() {
        return orders.accepted().size();
    }

    /** Returns the ids of the orders that were accepted last, newest last. */
    public List<String> newestOrders() {
        return orders.accepted().values().stream()
                .sorted(Comparator.comparing(OrderLoad.Placed::sentAt).reversed())
                .limit(LISTED)
                .map(OrderLoad.Placed::id)
                .toList()
                .reversed();
    }

    @Override
    public void close() {
        logIns.close();
        listings.close();
        orders.close();
    }
}
