package stage5.order.pricing;

import stage5.kit.web.money.Money;

/** The name and price of a product, from the newest product event that order-service has consumed. */
public record ProductPrice(String sku, String name, Money price) {}
