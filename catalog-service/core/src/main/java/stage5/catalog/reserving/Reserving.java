package stage5.catalog.reserving;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import stage5.catalog.domain.Reservation;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.ReservationStatus;
import stage5.catalog.store.StockItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.events.store.EventStore;

/**
 * Reserves, sells and releases the stock of an order: all lines or none, in one transaction with the reservation item.
 * Each order has at most one reservation, and a reservation is settled at most once. Consumed events are recorded in
 * the same transaction. So duplicates, late events, and the end of an order before its beginning are safe. The counter
 * {@code stage5.reservations} counts reservations by {@code outcome}.
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
    private final ShortageCheck shortages;
    private final MeterRegistry metrics;

    Reserving(
            EventStore store,
            EventFactory events,
            Reservations reservations,
            ShortageCheck shortages,
            MeterRegistry metrics) {
        this.store = store;
        this.events = events;
        this.reservations = reservations;
        this.shortages = shortages;
        this.metrics = metrics;
    }

    /**
     * Completes once the stock of a placed order is reserved or the reservation is rejected. An order that was
     * cancelled earlier gets neither.
     */
    Uni<Void> reserve(Event placed, OrderData order) {
        List<ReservationLine> lines = ReservationLine.merged(order.lines());
        Change change = store.change()
                .put(
                        RESERVATION,
                        Reservations.first(new Reservation(order.orderId(), ReservationStatus.RESERVED, lines)));
        lines.forEach(line -> change.update(LINE, StockItems.reserve(line)));
        return store.commit(change.append(events.because(
                                placed,
                                ReservationData.RESERVED,
                                Reservations.subject(order.orderId()),
                                FIRST_EVENT,
                                ReservationData.of(order.orderId(), lines)))
                        .once(OrderConsumer.QUEUE, placed))
                .invoke(() -> count(ReservationStatus.RESERVED))
                .onFailure(ConditionsFailed.class)
                .recoverWithUni(failure -> {
                    ConditionsFailed conditions = (ConditionsFailed) failure;
                    return isDecided(conditions)
                            ? decided(conditions)
                            : shortages.of(lines).chain(rejection -> reject(placed, order.orderId(), lines, rejection));
                });
    }

    /**
     * Completes once the stock of a confirmed order is sold; fails with {@link OutOfOrderException} if it is not
     * reserved yet.
     */
    Uni<Void> sell(Event confirmed, String orderId) {
        return reservations.find(orderId).chain(found -> {
            Reservation reservation = found.orElseThrow(() ->
                    new OutOfOrderException("Order " + orderId + " is confirmed but its stock is not reserved yet"));
            return switch (reservation.status()) {
                case SOLD -> Uni.createFrom().voidItem();
                case RESERVED -> sell(confirmed, reservation);
                case REJECTED, RELEASED -> throw contradiction(reservation, confirmed);
            };
        });
    }

    /**
     * Completes once a rejected or cancelled order holds no stock. If its {@code order.placed} was not consumed yet, a
     * released reservation without lines is stored, so that no stock will be reserved later.
     */
    Uni<Void> release(Event cause, String orderId) {
        return reservations.find(orderId).chain(found -> {
            if (found.isEmpty()) {
                return storeReleased(cause, orderId);
            }
            Reservation reservation = found.get();
            return switch (reservation.status()) {
                case RELEASED, REJECTED -> Uni.createFrom().voidItem();
                case RESERVED -> release(cause, reservation);
                case SOLD -> throw contradiction(reservation, cause);
            };
        });
    }

    private Uni<Void> reject(
            Event placed, String orderId, List<ReservationLine> lines, ShortageCheck.Rejection rejection) {
        if (rejection.shortages().isEmpty()) {
            return Uni.createFrom()
                    .failure(new OutOfOrderException(
                            "Stock for order " + orderId + " came in meanwhile, deliver again"));
        }
        return store.commit(store.change()
                        .put(
                                RESERVATION,
                                Reservations.first(new Reservation(orderId, ReservationStatus.REJECTED, lines)))
                        .append(events.because(
                                placed,
                                ReservationData.REJECTED,
                                Reservations.subject(orderId),
                                FIRST_EVENT,
                                new ReservationData(orderId, lines, rejection.reason(), rejection.shortages())))
                        .once(OrderConsumer.QUEUE, placed))
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

    private Uni<Void> storeReleased(Event cause, String orderId) {
        return settle(
                store.change()
                        .put(RESERVATION, Reservations.first(Reservation.releasedBeforePlaced(orderId)))
                        .once(OrderConsumer.QUEUE, cause),
                ReservationStatus.RELEASED);
    }

    /**
     * Completes once the change is committed; fails, and is retried by the queue, if the reservation has changed since.
     */
    private Uni<Void> settle(Change change, ReservationStatus status) {
        return store.commit(change).invoke(() -> count(status));
    }

    private static boolean isDecided(ConditionsFailed conditions) {
        return conditions.alreadyConsumed() || conditions.labels().contains(RESERVATION);
    }

    /** Completes if another delivery has decided the reservation; fails with the failed conditions otherwise. */
    private static Uni<Void> decided(ConditionsFailed conditions) {
        return isDecided(conditions)
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(conditions);
    }

    private void count(ReservationStatus status) {
        metrics.counter("stage5.reservations", "outcome", status.lowerCase()).increment();
    }

    private static IllegalStateException contradiction(Reservation reservation, Event event) {
        return new IllegalStateException("The reservation of order %s is %s, which contradicts %s"
                .formatted(reservation.orderId(), reservation.status().lowerCase(), event.type()));
    }
}
