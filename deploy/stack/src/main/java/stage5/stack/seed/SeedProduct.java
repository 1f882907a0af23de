package stage5.stack.seed;

/**
 * A product of the initial catalogue.
 *
 * @param price the price in minor units of {@link #CURRENCY}
 * @param onHand the initial units in stock
 */
public record SeedProduct(String sku, String name, String category, String description, long price, long onHand) {

    /** The ISO 4217 code of all prices. */
    public static final String CURRENCY = "EUR";
}
