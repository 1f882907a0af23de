package stage5.kit.events.outbox;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.envelope.Event;

/**
 * Finds the events whose previous event is still in the outbox, so that they do not overtake it. The key of an outbox
 * item contains the event's time, so the check reads the previous event first.
 */
@ApplicationScoped
class Predecessors {

    private final Outbox outbox;
    private final OutboxItems items;

    Predecessors(Outbox outbox, OutboxItems items) {
        this.outbox = outbox;
        this.items = items;
    }

    /**
     * Completes with those of the events that are in the outbox, once that is read.
     *
     * @param previous events that precede others
     */
    Uni<List<Event>> unpublished(List<Event> previous) {
        Map<Map<String, AttributeValue>, Event> byKey = new HashMap<>();
        previous.forEach(event -> byKey.put(items.item(event), event));
        return outbox.read(byKey.keySet()).map(found -> found.stream()
                .map(item ->
                        byKey.get(Attributes.key(item.get(PK).s(), item.get(SK).s())))
                .toList());
    }
}
