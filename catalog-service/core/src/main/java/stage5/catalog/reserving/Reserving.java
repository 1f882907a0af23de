package stage5.catalog.reserving;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import stage5.catalog.domain.Line;
import stage5.catalog.domain.Reservation;
import stage5.catalog.domain.ReservationStatus;
import stage5.catalog.store.StockItems;
import stage5.kit.event.Event;
import stage5.kit.event.EventFactory;
import stage5.kit.store.Change;
import stage5.kit.store.ConditionsFailed;
import stage5.kit.store.EventStore;

/**
 * Gives stock to an order and takes it back: all lines or none, in one transaction with the reservation that remembers
 * it. Each order has at most one reservation, and a reservation is settled at most once; that, and the memory of each
 * event, makes it safe to hear of an order twice, late, or of its end before its beginning. The counter {@code
 * stage5.reservations} tells by {@code outcome} what became of them.
 */
@ApplicationScoped
public class Reserving {

    private static final String RESERVATION = "reservation";
    private static final String LINE = "line";

    private static final long FIRST_EVENT = 1;
    private static final long SECOND_EVENT = 2;

    private final EventStore store;
    private final EventFactory events;
    private final Reservations reservations;
    private final ShortStock shortStock;
    private final MeterRegistry metrics;

    Reserving(
            EventStore store,
            EventFactory events,
            Reservations reservations,
            ShortStock shortStock,
            MeterRegistry metrics) {
        this.store = store;
        this.events = events;
        this.reservations = reservations;
        this.shortStock = shortStock;
        this.metrics = metrics;
    }

    /** Returns when a placed order has its stock, or a refusal; an order that was given up before gets neither. */
    Uni<Void> reserve(Event placed, OrderData order) {
        List<Line> lines = Line.merged(order.lines());
        Change change = store.change()
                .put(
                        RESERVATION,
                        Reservations.first(new Reservation(order.orderId(), ReservationStatus.RESERVED, lines)));
        lines.forEach(line -> change.update(LINE, StockItems.reserve(line)));
        return change.append(events.because(
                        placed,
                        ReservationData.RESERVED,
                        Reservations.subject(order.orderId()),
                        FIRST_EVENT,
                        ReservationData.of(order.orderId(), lines)))
                .once(OrderConsumer.QUEUE, placed)
                .commit()
                .invoke(() -> count(ReservationStatus.RESERVED))
                .onFailure(ConditionsFailed.class)
                .recoverWithUni(failure -> {
                    ConditionsFailed conditions = (ConditionsFailed) failure;
                    return isDecided(conditions)
                            ? decided(conditions)
                            : shortStock.of(lines).chain(refusal -> refuse(placed, order.orderId(), lines, refusal));
                });
    }

    /** Returns when the stock of a confirmed order is sold; fails with {@link OutOfTurn} before it is reserved. */
    Uni<Void> sell(Event confirmed, String orderId) {
        return reservations.find(orderId).chain(found -> {
            Reservation reservation = found.orElseThrow(
                    () -> new OutOfTurn("Order " + orderId + " is confirmed but its stock is not reserved yet"));
            return switch (reservation.status()) {
                case SOLD -> Uni.createFrom().voidItem();
                case RESERVED -> sell(confirmed, reservation);
                case REJECTED, RELEASED -> throw contradiction(reservation, confirmed);
            };
        });
    }

    /**
     * Returns when an order that came to nothing holds no stock. Where it has not asked for any yet, it leaves a mark
     * that makes it never do.
     */
    Uni<Void> release(Event cause, String orderId) {
        return reservations.find(orderId).chain(found -> {
            if (found.isEmpty()) {
                return markNeverNeeded(cause, orderId);
            }
            Reservation reservation = found.get();
            return switch (reservation.status()) {
                case RELEASED, REJECTED -> Uni.createFrom().voidItem();
                case RESERVED -> release(cause, reservation);
                case SOLD -> throw contradiction(reservation, cause);
            };
        });
    }

    private Uni<Void> refuse(Event placed, String orderId, List<Line> lines, ShortStock.Refusal refusal) {
        if (refusal.shortages().isEmpty()) {
            return Uni.createFrom().failure(new OutOfTurn("Stock for order " + orderId + " came in meanwhile"));
        }
        return store.change()
                .put(RESERVATION, Reservations.first(new Reservation(orderId, ReservationStatus.REJECTED, lines)))
                .append(events.because(
                        placed,
                        ReservationData.REJECTED,
                        Reservations.subject(orderId),
                        FIRST_EVENT,
                        new ReservationData(orderId, lines, refusal.reason(), refusal.shortages())))
                .once(OrderConsumer.QUEUE, placed)
                .commit()
                .invoke(() -> count(ReservationStatus.REJECTED))
                .onFailure(ConditionsFailed.class)
                .recoverWithUni(failure -> decided((ConditionsFailed) failure));
    }

    private Uni<Void> sell(Event confirmed, Reservation reservation) {
        Change change =
                store.change().update(RESERVATION, Reservations.settle(reservation.orderId(), ReservationStatus.SOLD));
        reservation.lines().forEach(line -> change.update(LINE, StockItems.sell(line)));
        return settle(change.once(OrderConsumer.QUEUE, confirmed), ReservationStatus.SOLD);
    }

    private Uni<Void> release(Event cause, Reservation reservation) {
        Change change = store.change()
                .update(RESERVATION, Reservations.settle(reservation.orderId(), ReservationStatus.RELEASED));
        reservation.lines().forEach(line -> change.update(LINE, StockItems.release(line)));
        return settle(
                change.append(events.because(
                                cause,
                                ReservationData.RELEASED,
                                Reservations.subject(reservation.orderId()),
                                SECOND_EVENT,
                                ReservationData.of(reservation.orderId(), reservation.lines())))
                        .once(OrderConsumer.QUEUE, cause),
                ReservationStatus.RELEASED);
    }

    private Uni<Void> markNeverNeeded(Event cause, String orderId) {
        return settle(
                store.change()
                        .put(RESERVATION, Reservations.first(Reservation.neverNeeded(orderId)))
                        .once(OrderConsumer.QUEUE, cause),
                ReservationStatus.RELEASED);
    }

    /** Returns when the change is made; where somebody else has moved the reservation since it was read, fails to be retried. */
    private Uni<Void> settle(Change change, ReservationStatus status) {
        return change.commit().invoke(() -> count(status));
    }

    private static boolean isDecided(ConditionsFailed conditions) {
        return conditions.alreadyConsumed() || conditions.labels().contains(RESERVATION);
    }

    /** Returns that there is nothing left to do, or what is no reason for that. */
    private static Uni<Void> decided(ConditionsFailed conditions) {
        return isDecided(conditions)
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(conditions);
    }

    private void count(ReservationStatus status) {
        metrics.counter("stage5.reservations", "outcome", status.lowerCase()).increment();
    }

    private static IllegalStateException contradiction(Reservation reservation, Event event) {
        return new IllegalStateException("The reservation of order %s is %s, which rules %s out"
                .formatted(reservation.orderId(), reservation.status().lowerCase(), event.type()));
    }
}
