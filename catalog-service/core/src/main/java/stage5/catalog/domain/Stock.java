package stage5.catalog.domain;

/**
 * The stock of a product, in units. Always {@code received = onHand + reserved + sold}, and none is negative.
 *
 * @param onHand can be ordered
 * @param reserved promised to orders that are not settled
 * @param sold gone with confirmed orders
 * @param received all that ever came in, less what was counted out
 * @param version rises with each change of {@code onHand}
 * @param sequence how many times it was counted, which is the sequence of the last {@code stock.changed}
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

    /** Returns the stock of a product that has just been added. */
    public static Stock first(String sku, long onHand) {
        return new Stock(sku, onHand, 0, 0, onHand, 1, 1);
    }

    /** Returns the stock after somebody has counted what is on hand; what is reserved or sold is not touched. */
    public Stock counted(long found) {
        return new Stock(sku, found, reserved, sold, received + found - onHand, version + 1, sequence + 1);
    }
}
