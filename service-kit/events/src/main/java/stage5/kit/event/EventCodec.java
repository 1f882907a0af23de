package stage5.kit.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes events as JSON, tolerant of fields that a newer publisher has added. */
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

    /** Returns the event; throws {@link MalformedEventException} for what isn't one. */
    public static Event read(String json) {
        try {
            return JSON.readValue(json, Event.class);
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("Not a CloudEvents 1.0 event in JSON", e);
        }
    }

    /** Returns the event's data as the given record; throws {@link MalformedEventException} where it does not fit. */
    public static <T> T data(Event event, Class<T> type) {
        try {
            return JSON.treeToValue(event.data(), type);
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("The data of event " + event.id() + " is not " + event.type(), e);
        }
    }

    /**
     * Returns the W3C trace context (<a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>)
     * that stands in a text which may be no event, or null where none does.
     */
    public static String traceparent(String text) {
        Matcher found = TRACEPARENT.matcher(text);
        return found.find() ? found.group(1) : null;
    }

    /** Returns a record as the data of an event. */
    public static ObjectNode tree(Object data) {
        return JSON.valueToTree(data);
    }
}
