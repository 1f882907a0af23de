package stage5.kit.events.envelope;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes events as JSON. Ignores unknown fields, which a newer publisher may have added. */
public final class EventCodec {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final Pattern TRACEPARENT =
            Pattern.compile("\"traceparent\"\\s*:\\s*\"(00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})\"");

    private EventCodec() {}

    /** Returns the event as structured CloudEvents JSON. */
    public static String write(Event event) {
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Event " + event.id() + " can't be written", e);
        }
    }

    /** Returns the event; throws {@link MalformedEventException} if the JSON is not a valid event. */
    public static Event read(String json) {
        Event event;
        try {
            event = JSON.readValue(json, Event.class);
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("Not a CloudEvents 1.0 event in JSON", e);
        }
        if (event == null) {
            throw new MalformedEventException("Not a CloudEvents 1.0 event in JSON: null", null);
        }
        return event;
    }

    /** Returns the event's data as the given record; throws {@link MalformedEventException} if it does not match. */
    public static <T> T data(Event event, Class<T> type) {
        try {
            return JSON.treeToValue(event.data(), type);
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("The data of event " + event.id() + " is not " + event.type(), e);
        }
    }

    /**
     * Returns the W3C trace context (<a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>)
     * in a text that need not be a valid event, or null if there is none.
     */
    public static String traceparent(String text) {
        Matcher found = TRACEPARENT.matcher(text);
        return found.find() ? found.group(1) : null;
    }

    /** Returns a record as event data. */
    public static ObjectNode tree(Object data) {
        return JSON.valueToTree(data);
    }
}
