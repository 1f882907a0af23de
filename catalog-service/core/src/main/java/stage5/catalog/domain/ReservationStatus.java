package stage5.catalog.domain;

import java.util.Locale;

/** The status of a reservation. */
public enum ReservationStatus {
    /** The stock is reserved until the order is settled. */
    RESERVED,
    /** Stock was short, so nothing was reserved. */
    REJECTED,
    /** The order was rejected or cancelled; its stock, if any was reserved, is on hand again. */
    RELEASED,
    /** The order was confirmed and its stock is sold. */
    SOLD;

    /** Returns the status with this stored name; throws {@link IllegalArgumentException} for an unknown name. */
    public static ReservationStatus of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Returns the stored name of the status. */
    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
