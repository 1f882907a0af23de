package stage5.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import software.amazon.event.ruler.Machine;
import stage5.local.sqs.MessageAttribute;

/**
 * A filter policy, decided by Amazon's own rule engine.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html">Filter policies</a>
 */
final class FilterPolicy {

    /** What a policy looks at. */
    enum Scope {
        MessageAttributes,
        MessageBody
    }

    /** The policy of a subscription that has none. */
    static final FilterPolicy ALL = new FilterPolicy(null, Scope.MessageAttributes);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Machine machine;
    private final Scope scope;

    private FilterPolicy(Machine machine, Scope scope) {
        this.machine = machine;
        this.scope = scope;
    }

    /**
     * Returns the policy that the JSON says; an empty object admits everything.
     *
     * @throws SnsErrorException if SNS would refuse it
     */
    static FilterPolicy of(String json, Scope scope) {
        JsonNode policy = parse(json);
        if (policy.isEmpty()) {
            return ALL;
        }
        FilterPolicyLimits.check(policy, scope);
        Machine machine = Machine.builder().build();
        try {
            machine.addRule("subscription", json);
        } catch (IOException | RuntimeException e) { // the engine throws both for a rule that it doesn't understand
            throw SnsErrorException.invalidParameter("FilterPolicy: " + e.getMessage());
        }
        return new FilterPolicy(machine, scope);
    }

    private static JsonNode parse(String json) {
        try {
            JsonNode policy = JSON.readTree(json);
            if (!policy.isObject()) {
                throw SnsErrorException.invalidParameter("FilterPolicy: failed to parse JSON.");
            }
            return policy;
        } catch (JsonProcessingException e) {
            throw SnsErrorException.invalidParameter("FilterPolicy: failed to parse JSON.");
        }
    }

    /** Returns whether the subscription gets the message. */
    boolean admits(Message message) {
        if (machine == null) {
            return true;
        }
        JsonNode event = scope == Scope.MessageBody ? body(message) : attributes(message);
        return event != null && !machine.rulesForJSONEvent(event).isEmpty();
    }

    /** Returns the body, or null if it is no JSON object: then no policy on the body admits it. */
    private static JsonNode body(Message message) {
        try {
            JsonNode body = JSON.readTree(message.body());
            return body.isObject() ? body : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /**
     * Returns the attributes as one object. Binary attributes and arrays that are no JSON are left out, for SNS ignores
     * them in a filter.
     */
    private static JsonNode attributes(Message message) {
        ObjectNode event = JSON.createObjectNode();
        for (Map.Entry<String, MessageAttribute> entry : message.attributes().entrySet()) {
            MessageAttribute attribute = entry.getValue();
            if (attribute.type().equals("String.Array")) {
                array(attribute, entry.getKey(), event);
            } else if (attribute.isNumber()) {
                event.put(entry.getKey(), new BigDecimal(attribute.text()));
            } else if (!attribute.isBinary()) {
                event.put(entry.getKey(), attribute.text());
            }
        }
        return event;
    }

    private static void array(MessageAttribute attribute, String name, ObjectNode event) {
        try {
            JsonNode array = JSON.readTree(attribute.text());
            if (array.isArray()) {
                event.set(name, array);
            }
        } catch (JsonProcessingException e) {
            event.remove(name);
        }
    }
}
