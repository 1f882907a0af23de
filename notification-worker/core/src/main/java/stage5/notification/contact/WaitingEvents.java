package stage5.notification.contact;

import static stage5.kit.dynamo.Attributes.PK;
import static stage5.kit.dynamo.Attributes.SK;
import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.store.ConditionsFailed;
import stage5.kit.store.EventStore;

/**
 * Events that came before their customer's contact, beside where the contact will be: items {@code customer/{id}
 * WAITING#{eventId}}. An event is only parked while there is no contact, and that is a condition of its transaction: so
 * whoever stores the contact afterwards sees every event that was parked before.
 */
@ApplicationScoped
public class WaitingEvents {

    private static final String PREFIX = "WAITING#";

    private final EventStore events;
    private final Dynamo dynamo;
    private final Counter parked;

    WaitingEvents(EventStore events, Dynamo dynamo, MeterRegistry metrics) {
        this.events = events;
        this.dynamo = dynamo;
        this.parked = metrics.counter("stage5.mails.parked");
    }

    /** Returns whether the event waits now; if not, there is a contact by now. */
    public Uni<Boolean> park(String customerId, Event event) {
        String partition = Contacts.partition(customerId);
        return events.change()
                .check(Contacts.CONTACT, check -> check.key(key(partition, Contacts.CONTACT))
                        .conditionExpression("attribute_not_exists(pk)"))
                .put(
                        PREFIX,
                        put -> put.item(Map.of(
                                PK, s(partition), SK, s(PREFIX + event.id()), "event", s(EventCodec.write(event)))))
                .commit()
                .invoke(() -> parked.increment())
                .replaceWith(true)
                .onFailure(ConditionsFailed.class)
                .recoverWithItem(false);
    }

    /** Returns the events that wait for the customer's contact, oldest first. */
    public Uni<List<Event>> of(String customerId) {
        return dynamo.queryAll(query -> query.tableName(events.table())
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :waiting)")
                        .expressionAttributeValues(
                                Map.of(":pk", s(Contacts.partition(customerId)), ":waiting", s(PREFIX))))
                .map(items -> items.stream()
                        .map(item -> EventCodec.read(string(item, "event")))
                        .toList());
    }

    /** Returns when the event no longer waits. */
    public Uni<Void> forget(String customerId, Event event) {
        return dynamo.call(c -> c.deleteItem(delete ->
                        delete.tableName(events.table()).key(key(Contacts.partition(customerId), PREFIX + event.id()))))
                .replaceWithVoid();
    }
}
