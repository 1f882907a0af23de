package stage5.order.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.EventStore;
import stage5.kit.web.problem.ProblemException;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent;
import stage5.order.domain.OrderEvent.Placed;

/**
 * The event store of the orders. Reads are strongly consistent, so that a client reads its own writes. If two processes
 * append to the same state, one fails, because both use the same sequence number.
 */
@ApplicationScoped
public class OrderStore {

    private final EventStore store;
    private final EventFactory events;
    private final OrderSignals signals;
    private final OrderMetrics metrics;

    OrderStore(EventStore store, EventFactory events, OrderSignals signals, OrderMetrics metrics) {
        this.store = store;
        this.events = events;
        this.signals = signals;
        this.metrics = metrics;
    }

    /** Completes with the current order, or empty if there is none. */
    public Uni<Optional<StoredOrder>> find(String orderId) {
        return store.read(OrderEventMapper.subject(orderId))
                .map(found -> found.isEmpty() ? Optional.empty() : Optional.of(stored(found)));
    }

    /** Returns the order that results from its stored events, oldest first. */
    public static StoredOrder stored(List<Event> events) {
        return new StoredOrder(OrderEventMapper.order(events), events.getLast());
    }

    /** Completes with the current order; fails with {@link IllegalStateException} if there is none. */
    public Uni<StoredOrder> get(String orderId) {
        return find(orderId)
                .map(found -> found.orElseThrow(() -> new IllegalStateException("There is no order " + orderId)));
    }

    /** Completes with the current order; fails with a 404 problem if there is none or another customer owns it. */
    public Uni<StoredOrder> owned(String orderId, String customerId) {
        return find(orderId)
                .map(found -> found.filter(stored -> stored.order().customerId().equals(customerId))
                        .orElseThrow(() -> ProblemException.notFound("order " + orderId)));
    }

    /**
     * Completes with the order once its first event is stored, in one transaction with what {@code with} adds. Fails with
     * {@link stage5.kit.events.store.ConditionsFailed} if a condition does not hold; then nothing is written.
     *
     * <p>Sends no {@linkplain OrderSignals signal}: no stream can wait for an order whose id the client does not know yet.
     *
     * @param state further attributes of the item of the first event
     */
    public Uni<StoredOrder> begin(Placed placed, Map<String, AttributeValue> state, UnaryOperator<Change> with) {
        Order order = Order.fold(List.of(placed));
        Event event = events.first(
                OrderEventMapper.type(placed),
                OrderEventMapper.subject(order.id()),
                order.version(),
                OrderEventMapper.data(order));
        return commit(order, event, with.apply(store.change().append(Change.SEQUENCE, event, state)));
    }

    /**
     * Completes with the order after one more event, once that event is stored in one transaction with what {@code with}
     * adds. Fails with {@link stage5.kit.events.store.ConditionsFailed} if the order or another condition has changed;
     * then nothing is written.
     *
     * @param cause the event that caused this one, or empty if a request did
     */
    public Uni<StoredOrder> append(
            StoredOrder before, OrderEvent appended, Optional<Event> cause, UnaryOperator<Change> with) {
        Order after = before.order().after(appended);
        String type = OrderEventMapper.type(appended);
        String subject = OrderEventMapper.subject(after.id());
        OrderData data = OrderEventMapper.data(after);
        Event event = cause.map(by -> events.because(by, type, subject, after.version(), data))
                .orElseGet(() -> events.within(before.latest(), type, subject, after.version(), data));
        // The stored time is the envelope's: this response and a later read of the order must agree.
        Order stored = before.order().after(appended.withTime(event.time()));
        return commit(stored, event, with.apply(store.change().append(event))).call(() -> signals.changed(stored.id()));
    }

    private Uni<StoredOrder> commit(Order order, Event event, Change change) {
        return store.commit(change).invoke(() -> metrics.count(order)).replaceWith(new StoredOrder(order, event));
    }

    /** Returns the event type as the order resource and the event stream spell it, such as {@code order.placed}. */
    public static String shortType(OrderEvent event) {
        String type = OrderEventMapper.type(event);
        return type.substring(type.indexOf('.') + 1, type.lastIndexOf('.'));
    }
}
