package stage5.catalog.reserving;

import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.catalog.domain.ReservationStatus;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.EventStore;

/**
 * Reads reservations from DynamoDB, and prepares their writes. A reservation is the item of its first event, with the
 * attribute {@value #STATUS}: so reserving writes one item, not two. The item is never deleted.
 */
@ApplicationScoped
class Reservations {

    static final String STATUS = "status";

    private static final String SUBJECT_PREFIX = "reservation/";

    private static final long FIRST_EVENT = 1;
    private static final long SECOND_EVENT = 2;

    private final Dynamo dynamo;
    private final EventStore store;
    private final EventFactory events;

    Reservations(Dynamo dynamo, EventStore store, EventFactory events) {
        this.dynamo = dynamo;
        this.store = store;
        this.events = events;
    }

    /** Returns the subject of a reservation's events, which is also the partition key of its item. */
    static String subject(String orderId) {
        return SUBJECT_PREFIX + orderId;
    }

    /**
     * Completes with the status of an order's reservation; empty if neither {@code order.placed} nor an end of the
     * order was consumed.
     */
    Uni<Optional<ReservationStatus>> status(String orderId) {
        return dynamo.get(store.table(), keyOf(orderId))
                .map(found -> found.map(item -> ReservationStatus.of(string(item, STATUS))));
    }

    /**
     * Returns the change of the reservation, without the stock. Its condition, labelled with the reservation's subject,
     * fails if the order has a reservation already, or, for a step that settles it, has none that is open.
     */
    Change change(ReservationStep step) {
        return switch (step.status()) {
            case RESERVED -> first(step, ReservationData.RESERVED, ReservationData.of(step.orderId(), step.lines()));
            case REJECTED ->
                first(
                        step,
                        ReservationData.REJECTED,
                        new ReservationData(
                                step.orderId(),
                                step.lines(),
                                step.rejection().reason(),
                                step.rejection().shortages()));
            case SOLD -> settled(step);
            case RELEASED ->
                settled(step)
                        .append(events.because(
                                step.cause(),
                                ReservationData.RELEASED,
                                step.subject(),
                                SECOND_EVENT,
                                ReservationData.of(step.orderId(), step.lines())));
        };
    }

    /**
     * Returns the change that stores a released reservation of an order that ended before {@code order.placed} was
     * consumed, so that no stock will be reserved later. Its item is in the place of the first event, without an event.
     * Its condition fails if the order has a reservation.
     */
    Change releasedBeforePlaced(ReservationStep step) {
        Map<String, AttributeValue> item = new HashMap<>(keyOf(step.orderId()));
        item.putAll(state(step));
        return store.change()
                .put(step.subject(), put -> put.item(item).conditionExpression("attribute_not_exists(pk)"));
    }

    private Change first(ReservationStep step, String type, ReservationData data) {
        Event event = events.because(step.cause(), type, step.subject(), FIRST_EVENT, data);
        return store.change().append(step.subject(), event, state(step));
    }

    private static Map<String, AttributeValue> state(ReservationStep step) {
        return Map.of(STATUS, s(step.status().lowerCase()));
    }

    private Change settled(ReservationStep step) {
        return store.change().update(step.subject(), update -> update.key(keyOf(step.orderId()))
                .updateExpression("SET #status = :settled")
                .conditionExpression("#status = :reserved")
                .expressionAttributeNames(Map.of("#status", STATUS))
                .expressionAttributeValues(Map.of(
                        ":settled", s(step.status().lowerCase()),
                        ":reserved", s(ReservationStatus.RESERVED.lowerCase()))));
    }

    private static Map<String, AttributeValue> keyOf(String orderId) {
        return EventItems.key(subject(orderId), FIRST_EVENT);
    }
}
