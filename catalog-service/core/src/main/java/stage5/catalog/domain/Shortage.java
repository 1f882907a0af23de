package stage5.catalog.domain;

/** A product of which an order wanted more than there was, in units. */
public record Shortage(String sku, long requested, long available) {}
