package stage5.order.pricing;

import stage5.kit.money.Money;

/** What a product is called and costs, as far as order-service has heard. */
public record Price(String sku, String name, Money price) {}
