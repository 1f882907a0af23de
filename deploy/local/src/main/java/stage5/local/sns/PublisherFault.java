package stage5.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A faulty publisher: alters its events as its wrong clock, or a bad release of it, would.
 *
 * @param clockMillis is added to the time of each event
 * @param droppedField is missing in the data of each event; null means none
 */
record PublisherFault(long clockMillis, String droppedField) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "time";

    /** Returns what the faulty publisher would have sent; empty if the text is no event, or the fault does not change it. */
    Optional<String> altered(String body) {
        JsonNode event = parse(body);
        if (!(event instanceof ObjectNode altered)) {
            return Optional.empty();
        }
        boolean changed = shiftTime(altered) | dropField(altered);
        return changed ? Optional.of(altered.toString()) : Optional.empty();
    }

    private boolean shiftTime(ObjectNode event) {
        if (clockMillis == 0 || !event.path(TIME).isTextual()) {
            return false;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(event.path(TIME).textValue());
            event.put(TIME, time.toInstant().plusMillis(clockMillis).toString());
            return true;
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private boolean dropField(ObjectNode event) {
        return droppedField != null
                && event.path("data") instanceof ObjectNode data
                && data.remove(droppedField) != null;
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            return JSON.missingNode();
        }
    }
}
