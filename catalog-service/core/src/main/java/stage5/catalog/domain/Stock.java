package stage5.catalog.domain;

/**
 * The stock of a product, in units. Invariants: {@code received = onHand + reserved + sold}, and none of them is
 * negative.
 *
 * @param onHand units that can be ordered
 * @param reserved units reserved for orders that are not settled
 * @param sold units of confirmed orders
 * @param received all units that ever came in, corrected by counts
 * @param version increases with each change of {@code onHand}
 * @param sequence the number of counts, which equals the sequence of the last {@code stock.changed} event
 */
public record Stock(String sku, long onHand, long reserved, long sold, long received, long version, long sequence) {

    public Stock {
        if (onHand < 0 || reserved < 0 || sold < 0) {
            throw new IllegalArgumentException("The stock of " + sku + " can't be negative: on hand " + onHand
                    + ", reserved " + reserved + ", sold " + sold);
        }
        if (received != onHand + reserved + sold) {
            throw new IllegalArgumentException("The stock of " + sku + " does not add up: received " + received
                    + ", on hand " + onHand + ", reserved " + reserved + ", sold " + sold);
        }
    }

    /** Returns the stock of a new product. */
    public static Stock first(String sku, long onHand) {
        return new Stock(sku, onHand, 0, 0, onHand, 1, 1);
    }

    /** Returns the stock after a count of the units on hand; reserved and sold units stay unchanged. */
    public Stock counted(long found) {
        return new Stock(sku, found, reserved, sold, received + found - onHand, version + 1, sequence + 1);
    }
}
