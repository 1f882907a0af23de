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
import stage5.kit.contract.Contract;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;

/** Reads example events of a service's contract, for its own tests and those of its consumers. */
public final class EventContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Contract contract;

    private EventContract(Path folder) {
        this.contract = Contract.in(folder);
    }

    /** Returns the contract of the service whose core module is under test. */
    public static EventContract ofThisService() {
        return new EventContract(Path.of("..", "contract"));
    }

    /** Returns the contract of another service of the same repository. */
    public static EventContract of(String service) {
        return new EventContract(Path.of("..", "..", service, "contract"));
    }

    /** Returns one example event of each type. */
    public List<Event> examples() {
        return contract.exampleTypes().stream().map(this::example).toList();
    }

    /** Returns the example of an event type. */
    public Event example(String type) {
        return EventCodec.read(contract.example(type).toString());
    }

    /** Returns how an event violates the contract, envelope and data; empty if it complies. */
    public Set<String> violations(Event event) {
        return contract.violations(parsed(EventCodec.write(event)));
    }

    /**
     * Returns the example of an event type as a version of the publisher sends it, with a new event id.
     *
     * @param ids replacements for ids in the example
     */
    public Delivery delivery(PublisherVersion version, String type, Map<String, String> ids) {
        Contract published =
                version == PublisherVersion.PREVIOUS ? contract.lastRelease().orElseThrow() : contract;
        String text = version.of(published.example(type)).toString();
        for (Map.Entry<String, String> replaced : ids.entrySet()) {
            text = text.replace('"' + replaced.getKey() + '"', '"' + replaced.getValue() + '"')
                    .replace('/' + replaced.getKey() + '"', '/' + replaced.getValue() + '"');
        }
        ObjectNode event = (ObjectNode) parsed(text);
        String id = UUID.randomUUID().toString();
        return new Delivery(id, event.put("id", id).toString());
    }

    /**
     * Returns an event of a type that only a later version of the publisher sends, for the subject of a known event.
     */
    public Delivery ofUnknownType(Delivery known) {
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
            throw new IllegalArgumentException("Not JSON: " + json, e);
        }
    }
}
