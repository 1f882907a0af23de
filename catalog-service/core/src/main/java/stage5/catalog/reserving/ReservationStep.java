package stage5.catalog.reserving;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.ReservationStatus;
import stage5.catalog.domain.StockMove;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;

/**
 * One step in the life of an order's reservation, caused by one event of the order.
 *
 * @param status the status that the reservation gets
 * @param lines the order's lines, one per product
 * @param rejection why no stock is reserved; null unless the status is {@code REJECTED}
 */
record ReservationStep(
        Event cause,
        String orderId,
        ReservationStatus status,
        List<ReservationLine> lines,
        ShortageCheck.Rejection rejection) {

    ReservationStep {
        Objects.requireNonNull(cause, "cause is missing");
        lines = List.copyOf(lines);
        if ((status == ReservationStatus.REJECTED) != (rejection != null)) {
            throw new IllegalArgumentException("A rejection is required for a rejected reservation, and only there");
        }
    }

    /** Returns the step that an order's event causes; empty if the event does not concern the stock. */
    static Optional<ReservationStep> of(Event event) {
        return switch (event.type()) {
            case OrderData.PLACED -> Optional.of(of(event, ReservationStatus.RESERVED));
            case OrderData.CONFIRMED -> Optional.of(of(event, ReservationStatus.SOLD));
            case OrderData.REJECTED, OrderData.CANCELLED -> Optional.of(of(event, ReservationStatus.RELEASED));
            default -> Optional.empty();
        };
    }

    private static ReservationStep of(Event event, ReservationStatus status) {
        OrderData order = EventCodec.data(event, OrderData.class);
        return new ReservationStep(event, order.orderId(), status, ReservationLine.merged(order.lines()), null);
    }

    /** Returns this step of an order whose stock is short. */
    ReservationStep rejected(ShortageCheck.Rejection rejection) {
        return new ReservationStep(cause, orderId, ReservationStatus.REJECTED, lines, rejection);
    }

    /** Returns the subject of the reservation. */
    String subject() {
        return Reservations.subject(orderId);
    }

    boolean reserves() {
        return status == ReservationStatus.RESERVED;
    }

    boolean hasProductOf(Set<String> skus) {
        return lines.stream().anyMatch(line -> skus.contains(line.sku()));
    }

    /** Returns what the step does to the stock. */
    Stream<StockMove> moves() {
        return switch (status) {
            case RESERVED -> lines.stream().map(StockMove::reserving);
            case SOLD -> lines.stream().map(StockMove::selling);
            case RELEASED -> lines.stream().map(StockMove::releasing);
            case REJECTED -> Stream.empty();
        };
    }
}
