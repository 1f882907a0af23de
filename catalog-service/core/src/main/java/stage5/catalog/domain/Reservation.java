package stage5.catalog.domain;

import java.util.List;

/** An order's claim on stock; one for each order, for ever. */
public record Reservation(String orderId, ReservationStatus status, List<Line> lines) {

    public Reservation {
        lines = List.copyOf(lines);
    }

    /** Returns the mark of an order that was given up before its stock was asked for, so that it never will be. */
    public static Reservation neverNeeded(String orderId) {
        return new Reservation(orderId, ReservationStatus.RELEASED, List.of());
    }
}
