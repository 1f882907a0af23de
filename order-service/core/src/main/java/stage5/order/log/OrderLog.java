package stage5.order.log;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import stage5.kit.event.Event;
import stage5.kit.event.EventFactory;
import stage5.kit.problem.ProblemException;
import stage5.kit.store.Change;
import stage5.kit.store.EventStore;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent;
import stage5.order.domain.OrderEvent.Placed;

/**
 * The orders' events. Reading is strongly consistent: whoever has written finds what she wrote. Of two who append to
 * the same state one fails, by the sequence number that both would take.
 */
@ApplicationScoped
public class OrderLog {

    private final EventStore store;
    private final EventFactory events;
    private final OrderSignals signals;
    private final OrderMetrics metrics;

    OrderLog(EventStore store, EventFactory events, OrderSignals signals, OrderMetrics metrics) {
        this.store = store;
        this.events = events;
        this.signals = signals;
        this.metrics = metrics;
    }

    /** Returns the order as it is now, or empty. */
    public Uni<Optional<StoredOrder>> find(String orderId) {
        return store.read(OrderTranslation.subject(orderId))
                .map(found -> found.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new StoredOrder(OrderTranslation.order(found), found.getLast())));
    }

    /** Returns the order as it is now; fails with {@link IllegalStateException} where there is none. */
    public Uni<StoredOrder> get(String orderId) {
        return find(orderId)
                .map(found -> found.orElseThrow(() -> new IllegalStateException("There is no order " + orderId)));
    }

    /** Returns a customer's order as it is now; fails with a 404 problem where it is not hers, or is not at all. */
    public Uni<StoredOrder> owned(String orderId, String customerId) {
        return find(orderId)
                .map(found -> found.filter(stored -> stored.order().customerId().equals(customerId))
                        .orElseThrow(() -> ProblemException.notFound("order " + orderId)));
    }

    /**
     * Returns the order once its first event is durable, together with what {@code with} adds to the change; fails with
     * {@link stage5.kit.store.ConditionsFailed}.
     */
    public Uni<StoredOrder> begin(Placed placed, UnaryOperator<Change> with) {
        Order order = Order.fold(List.of(placed));
        Event event = events.first(
                OrderTranslation.type(placed),
                OrderTranslation.subject(order.id()),
                order.version(),
                OrderTranslation.data(order));
        return commit(order, event, with);
    }

    /**
     * Returns the order after one more event, once that is durable together with what {@code with} adds to the change;
     * fails with {@link stage5.kit.store.ConditionsFailed} where something else has happened to the order meanwhile.
     *
     * @param cause the event that led to this one, or empty where a person did
     */
    public Uni<StoredOrder> append(
            StoredOrder before, OrderEvent happened, Optional<Event> cause, UnaryOperator<Change> with) {
        Order after = before.order().after(happened);
        String type = OrderTranslation.type(happened);
        String subject = OrderTranslation.subject(after.id());
        OrderData data = OrderTranslation.data(after);
        Event event = cause.map(by -> events.because(by, type, subject, after.version(), data))
                .orElseGet(() -> events.within(before.latest(), type, subject, after.version(), data));
        // The envelope says when it happened, so the answer given now and the one read later agree.
        return commit(before.order().after(OrderTranslation.domain(event)), event, with);
    }

    private Uni<StoredOrder> commit(Order order, Event event, UnaryOperator<Change> with) {
        return with.apply(store.change().append(event))
                .commit()
                .invoke(() -> metrics.happened(order))
                .chain(() -> signals.changed(order.id()))
                .replaceWith(new StoredOrder(order, event));
    }

    /** Returns how history and streams call an event: {@code order.placed}. */
    public static String shortType(OrderEvent event) {
        String type = OrderTranslation.type(event);
        return type.substring(type.indexOf('.') + 1, type.lastIndexOf('.'));
    }
}
