package stage5.kit.testing.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.contract.Contract;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;

/** The events of a service's contract, as its own tests and its consumers' tests need them. */
public final class EventContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Contract contract;

    private EventContract(Path folder) {
        this.contract = Contract.in(folder);
    }

    /** Returns the contract of the service whose core module's tests run. */
    public static EventContract ofThisService() {
        return new EventContract(Path.of("..", "contract"));
    }

    /** Returns the contract of another service of the same repository. */
    public static EventContract of(String service) {
        return new EventContract(Path.of("..", "..", service, "contract"));
    }

    /** Returns the example events, one of each type. */
    public List<Event> examples() {
        return contract.exampleTypes().stream().map(this::example).toList();
    }

    /** Returns the example of one event type. */
    public Event example(String type) {
        return EventCodec.read(contract.example(type).toString());
    }

    /** Returns where an event departs from its message, envelope and data; empty where it does not. */
    public Set<String> violations(Event event) {
        return contract.violations(parsed(EventCodec.write(event)));
    }

    /**
     * Returns the example of one event type as a version of the publisher sends it, under an id of its own.
     *
     * @param texts the example's ids, and what to call them instead
     */
    public Delivery delivery(PublisherVersion version, String type, Map<String, String> texts) {
        Contract published =
                version == PublisherVersion.PREVIOUS ? contract.lastRelease().orElseThrow() : contract;
        String text = version.of(published.example(type)).toString();
        for (Map.Entry<String, String> replaced : texts.entrySet()) {
            text = text.replace('"' + replaced.getKey() + '"', '"' + replaced.getValue() + '"')
                    .replace('/' + replaced.getKey() + '"', '/' + replaced.getValue() + '"');
        }
        ObjectNode event = (ObjectNode) parsed(text);
        String id = UUID.randomUUID().toString();
        return new Delivery(id, event.put("id", id).toString());
    }

    /** Returns an event that only a later version sends, of a subject that has others. */
    public Delivery unheardOf(Delivery known) {
        ObjectNode event = (ObjectNode) parsed(known.body());
        String id = UUID.randomUUID().toString();
        event.put("id", id).put("type", event.path("type").asText().replace(".v1", ".v2"));
        event.putObject("data").put("laterfield", "later");
        return new Delivery(id, event.toString());
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("No JSON: " + json, e);
        }
    }
}
