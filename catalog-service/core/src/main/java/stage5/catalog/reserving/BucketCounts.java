package stage5.catalog.reserving;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import stage5.catalog.domain.Stock;

/**
 * The numbers of buckets of the stocks that this process knows as split. They may be out of date: a reservation of the
 * main bucket fails then. In another bucket it is right all the same, and so is each settlement.
 */
@ApplicationScoped
class BucketCounts {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /** Returns the number of buckets of a product; 1 if this process does not know that it is split. */
    int of(String sku) {
        return counts.getOrDefault(sku, 1);
    }

    /** Notes the number of buckets of a stock that was read; returns whether it is another one than before. */
    boolean learn(Stock stock) {
        return learn(stock.sku(), stock.buckets().size());
    }

    /** Notes the number of buckets of a product; returns whether it is another one than before. */
    boolean learn(String sku, int buckets) {
        Integer before = buckets > 1 ? counts.put(sku, buckets) : counts.remove(sku);
        return buckets != (before == null ? 1 : before);
    }

    /**
     * Returns the bucket of a product in which a batch moves units. It is the same for all its orders, so that the batch
     * writes one item of each product, and differs from batch to batch.
     *
     * @param batch the id of its first order
     */
    int choose(String sku, String batch) {
        return Math.floorMod(spread(batch.hashCode()), of(sku));
    }

    /** Similar ids have similar hash codes. */
    private static long spread(int hash) {
        return hash * 0x9E3779B97F4A7C15L >>> 33;
    }
}
