package stage5.order.domain;

import java.util.Objects;
import stage5.kit.money.Money;

/**
 * What is ordered of one product, at the name and price that it had when the order was placed.
 *
 * @param price of one piece
 */
public record OrderLine(String sku, String name, int quantity, Money price) {

    public OrderLine {
        Objects.requireNonNull(sku, "sku is missing");
        Objects.requireNonNull(name, "name is missing");
        Objects.requireNonNull(price, "price is missing");
        if (quantity < 1) {
            throw new IllegalArgumentException("quantity must be 1 or more, not " + quantity);
        }
    }

    /** Returns what the line costs. */
    public Money cost() {
        return price.times(quantity);
    }
}
