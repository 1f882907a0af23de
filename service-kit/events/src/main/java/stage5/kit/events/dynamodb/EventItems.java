package stage5.kit.events.dynamodb;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;

/** Layout of stored events: partition key is the subject, sort key {@code EVENT#} and the sequence. */
public final class EventItems {

    /** The prefix of an event's sort key. */
    public static final String SORT_PREFIX = "EVENT#";

    /** The attribute with the event's id. */
    public static final String EVENT_ID = "eventId";

    /** The attribute with the event as JSON. An item that is to get its event later does not have it yet. */
    public static final String EVENT = "event";

    private EventItems() {}

    /** Returns the key of an event. */
    public static Map<String, AttributeValue> key(Event event) {
        return key(event.subject(), event.sequence());
    }

    /** Returns the key of a subject's event with this sequence. */
    public static Map<String, AttributeValue> key(String subject, long sequence) {
        return Attributes.key(subject, SORT_PREFIX + "%010d".formatted(sequence));
    }

    /** Returns the item of an event. */
    public static Map<String, AttributeValue> item(Event event) {
        Map<String, AttributeValue> key = key(event);
        return Map.of(
                PK, key.get(PK),
                SK, key.get(SK),
                EVENT_ID, s(event.id()),
                EVENT, s(EventCodec.write(event)));
    }

    /**
     * Returns whether an item with an event's key holds one: state may take the place of an event that comes later or not
     * at all.
     */
    public static boolean hasEvent(Map<String, AttributeValue> item) {
        return item.containsKey(EVENT);
    }

    /** Returns the event of an item; throws {@link IllegalStateException} if the item holds none. */
    public static Event event(Map<String, AttributeValue> item) {
        return EventCodec.read(string(item, EVENT));
    }
}
