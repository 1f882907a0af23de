package stage5.kit.events.envelope;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.UUID;

/** Creates events for tests. */
public final class TestEvents {

    private TestEvents() {}

    /** Returns an event with a random id and no data. */
    public static Event event(String subject, long sequence, Instant time) {
        String id = UUID.randomUUID().toString();
        return new Event(
                id,
                "urn:stage5:test",
                "stage5.test.happened.v1",
                subject,
                time,
                "urn:stage5:schema:test",
                sequence,
                id,
                null,
                null,
                JsonNodeFactory.instance.objectNode());
    }

    /** Returns the event with a W3C trace context. */
    public static Event traced(Event event, String traceparent) {
        return new Event(
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                event.dataschema(),
                event.sequence(),
                event.correlationid(),
                event.causationid(),
                traceparent,
                event.data());
    }
}
