package stage5.catalog.domain;

import java.util.List;

/** The stock that is reserved for an order. Each order has at most one reservation, which is never deleted. */
public record Reservation(String orderId, ReservationStatus status, List<ReservationLine> lines) {

    public Reservation {
        lines = List.copyOf(lines);
    }

    /**
     * Returns the reservation of an order that ended before {@code order.placed} was consumed; it prevents a later one.
     */
    public static Reservation releasedBeforePlaced(String orderId) {
        return new Reservation(orderId, ReservationStatus.RELEASED, List.of());
    }
}
