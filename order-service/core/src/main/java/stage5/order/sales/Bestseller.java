package stage5.order.sales;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A product with the number of pieces sold.
 *
 * @param name the name at the last sale
 * @param sold the pieces sold since the shop opened
 */
@RegisterForReflection
public record Bestseller(String sku, String name, long sold) {}
