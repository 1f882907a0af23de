package stage5.catalog.domain;

/** A product of which an order requested more than was available, in units. */
public record Shortage(String sku, long requested, long available) {}
