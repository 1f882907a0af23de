package stage5.order.domain;

import java.util.Objects;
import stage5.kit.web.money.Money;

/**
 * The ordered quantity of one product, with the product's name and price at the time of placing.
 *
 * @param price the price of one piece
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

    /** Returns the price of all pieces of the line. */
    public Money cost() {
        return price.times(quantity);
    }
}
