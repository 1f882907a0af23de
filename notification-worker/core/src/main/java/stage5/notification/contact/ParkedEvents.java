package stage5.notification.contact;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.events.store.EventStore;

/**
 * Stores events that arrived before the contact details of their customer: items {@code customer/{id}
 * WAITING#{eventId}}. An event is parked on the condition that no contact details exist, in one transaction. So the process
 * that stores the contact details later finds every parked event.
 */
@ApplicationScoped
public class ParkedEvents {

    private static final String PREFIX = "WAITING#";

    private final EventStore events;
    private final Dynamo dynamo;
    private final Counter parked;

    ParkedEvents(EventStore events, Dynamo dynamo, MeterRegistry metrics) {
        this.events = events;
        this.dynamo = dynamo;
        this.parked = metrics.counter("stage5.mails.parked");
    }

    /** Completes with true once the event is parked; false if contact details exist by now. */
    public Uni<Boolean> park(String customerId, Event event) {
        String partition = ContactStore.partition(customerId);
        return events.commit(events.change()
                        .check(ContactStore.CONTACT, check -> check.key(key(partition, ContactStore.CONTACT))
                                .conditionExpression("attribute_not_exists(pk)"))
                        .put(
                                PREFIX,
                                put -> put.item(Map.of(
                                        PK,
                                        s(partition),
                                        SK,
                                        s(PREFIX + event.id()),
                                        "event",
                                        s(EventCodec.write(event))))))
                .invoke(() -> parked.increment())
                .replaceWith(true)
                .onFailure(ConditionsFailed.class)
                .recoverWithItem(false);
    }

    /** Completes with the parked events of the customer, oldest first. */
    public Uni<List<Event>> of(String customerId) {
        return dynamo.queryAll(query -> query.tableName(events.table())
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :waiting)")
                        .expressionAttributeValues(
                                Map.of(":pk", s(ContactStore.partition(customerId)), ":waiting", s(PREFIX))))
                .map(items -> items.stream()
                        .map(item -> EventCodec.read(string(item, "event")))
                        .toList());
    }

    /** Completes once the event is no longer parked. */
    public Uni<Void> remove(String customerId, Event event) {
        return dynamo.call(c -> c.deleteItem(delete -> delete.tableName(events.table())
                        .key(key(ContactStore.partition(customerId), PREFIX + event.id()))))
                .replaceWithVoid();
    }
}
