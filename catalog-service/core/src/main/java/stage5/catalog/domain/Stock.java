package stage5.catalog.domain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The stock of a product, in units: the sum of its buckets. It has one bucket, until its orders conflict.
 *
 * @param sequence the number of counts, which equals the sequence of the last {@code stock.changed} event
 * @param buckets by number; at least one, the main bucket
 */
public record Stock(String sku, long sequence, List<StockBucket> buckets) {

    /** The number of the bucket that every stock has. */
    public static final int MAIN = 0;

    public Stock {
        buckets = List.copyOf(buckets);
        if (buckets.isEmpty()) {
            throw new IllegalArgumentException("The stock of " + sku + " has no bucket");
        }
        if (buckets.size() == 1 && buckets.getFirst().reserved() < 0) {
            throw new IllegalArgumentException("The stock of " + sku + " has negative units reserved");
        }
    }

    /** Returns the stock of a new product. */
    public static Stock first(String sku, long onHand) {
        return new Stock(sku, 1, List.of(new StockBucket(onHand, 0, 0, onHand, 1)));
    }

    /** Returns the units that can be ordered. */
    public long onHand() {
        return sum(StockBucket::onHand);
    }

    /**
     * Returns the units reserved for orders that are not settled. A read of several buckets, which is no snapshot, may see
     * a settlement without its reservation; then 0.
     */
    public long reserved() {
        return Math.max(0, sum(StockBucket::reserved));
    }

    /** Returns the units of confirmed orders. */
    public long sold() {
        return sum(StockBucket::sold);
    }

    /** Returns all units that ever came in, corrected by counts: {@code onHand + reserved + sold}. */
    public long received() {
        return sum(StockBucket::received);
    }

    /**
     * Returns the sum of the buckets' versions. It increases with each change of {@code onHand}, and with each transfer
     * between buckets. Two reads, one after the other, that return the same version have read the same units.
     */
    public long version() {
        return sum(StockBucket::version);
    }

    /** Returns whether the stock has more than one bucket. */
    public boolean isSplit() {
        return buckets.size() > 1;
    }

    /**
     * Returns the stock after a count of the units on hand, which are spread evenly over the buckets; reserved and sold
     * units stay unchanged.
     */
    public Stock counted(long found) {
        int count = buckets.size();
        return new Stock(
                sku,
                sequence + 1,
                IntStream.range(0, count)
                        .mapToObj(i -> buckets.get(i).counted(found / count + (i < found % count ? 1 : 0)))
                        .toList());
    }

    /**
     * Returns the changes of the units on hand by bucket, after which a bucket has the needed units, if all together
     * suffice; empty if no units have to be moved. They come from the fullest buckets, as many as both then share evenly,
     * so that the bucket is not short again soon.
     */
    public Map<Integer, Long> refill(int bucket, long needed) {
        long[] left = buckets.stream().mapToLong(StockBucket::onHand).toArray();
        Map<Integer, Long> changes = new TreeMap<>();
        while (left[bucket] < needed && Arrays.stream(left).sum() > left[bucket]) {
            int fullest = fullest(left, bucket);
            long moved = Math.min(left[fullest], Math.max(needed - left[bucket], (left[fullest] - left[bucket]) / 2));
            left[fullest] -= moved;
            left[bucket] += moved;
            changes.merge(fullest, -moved, Long::sum);
            changes.merge(bucket, moved, Long::sum);
        }
        return changes;
    }

    private static int fullest(long[] left, int besides) {
        return IntStream.range(0, left.length)
                .filter(bucket -> bucket != besides)
                .boxed()
                .max(Comparator.comparingLong(bucket -> left[bucket]))
                .orElseThrow();
    }

    private long sum(ToLongFunction<StockBucket> units) {
        return buckets.stream().mapToLong(units).sum();
    }
}
