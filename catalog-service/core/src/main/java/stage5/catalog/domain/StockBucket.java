package stage5.catalog.domain;

/**
 * A part of a product's stock, in units, in an item of its own. Invariant: {@code received = onHand + reserved + sold},
 * where the units on hand and sold are not negative.
 *
 * @param onHand units that can be ordered
 * @param reserved units reserved here, minus those settled here. An order may settle in another bucket than it reserves
 *     in, so only the sum of all buckets counts the units of orders that are not settled
 * @param sold units of confirmed orders that were settled here
 * @param received all units that came in, corrected by counts and by transfers between buckets
 * @param version increases with each change of {@code onHand}
 */
public record StockBucket(long onHand, long reserved, long sold, long received, long version) {

    public StockBucket {
        if (onHand < 0 || sold < 0) {
            throw new IllegalArgumentException("A stock can't be negative: on hand " + onHand + ", sold " + sold);
        }
        if (received != onHand + reserved + sold) {
            throw new IllegalArgumentException("A stock does not add up: received " + received + ", on hand " + onHand
                    + ", reserved " + reserved + ", sold " + sold);
        }
    }

    /** Returns the bucket after a count of its units on hand; reserved and sold units stay unchanged. */
    StockBucket counted(long found) {
        return new StockBucket(found, reserved, sold, received + found - onHand, version + 1);
    }
}
