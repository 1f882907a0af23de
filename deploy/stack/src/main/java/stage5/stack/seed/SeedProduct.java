package stage5.stack.seed;

/**
 * A product as the shop's catalogue begins.
 *
 * @param price in minor units of {@link #CURRENCY}
 * @param onHand units in stock
 */
public record SeedProduct(String sku, String name, String category, String description, long price, long onHand) {

    /** The ISO 4217 code of all prices. */
    public static final String CURRENCY = "EUR";
}
