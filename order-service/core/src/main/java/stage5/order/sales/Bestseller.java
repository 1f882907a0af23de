package stage5.order.sales;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A product and how often it was sold.
 *
 * @param name as it was when last sold
 * @param sold in pieces, ever
 */
@RegisterForReflection
public record Bestseller(String sku, String name, long sold) {}
