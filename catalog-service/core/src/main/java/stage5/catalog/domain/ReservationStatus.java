package stage5.catalog.domain;

import java.util.Locale;

/** What became of an order's claim on stock. */
public enum ReservationStatus {
    /** The stock is set aside until the order is settled. */
    RESERVED,
    /** There was not enough, so nothing was set aside. */
    REJECTED,
    /** The order came to nothing and the stock, if any was set aside, is back on hand. */
    RELEASED,
    /** The order was confirmed and the stock is gone. */
    SOLD;

    /** Returns the status by its stored name; throws {@link IllegalArgumentException}. */
    public static ReservationStatus of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Returns the status as it is stored. */
    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
