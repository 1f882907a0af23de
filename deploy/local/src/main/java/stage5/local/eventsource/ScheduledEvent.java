package stage5.local.eventsource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import stage5.local.aws.Aws;

/**
 * The event that EventBridge Scheduler sends for a schedule without an input: EventBridge's envelope with the source
 * {@code aws.scheduler} and an empty detail.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html">Structure of
 *     events</a>
 */
final class ScheduledEvent {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ScheduledEvent() {}

    static byte[] of(String schedule, Instant time) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "0");
        event.put("id", UUID.randomUUID().toString());
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.scheduler");
        event.put("account", Aws.ACCOUNT);
        event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", Aws.REGION);
        event.putArray("resources")
                .add("arn:aws:scheduler:" + Aws.REGION + ":" + Aws.ACCOUNT + ":schedule/default/" + schedule);
        event.put("detail", "{}");
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The event can't be serialised as JSON", e);
        }
    }
}
