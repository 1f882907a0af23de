package stage5.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.RuleCompiler;
import stage5.local.sqs.MessageAttribute;

/**
 * A subscription's filter policy, evaluated by Amazon's event-ruler.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html">Filter policies</a>
 */
final class FilterPolicy {

    /** The part of a message to which a policy applies. */
    enum Scope {
        MessageAttributes,
        MessageBody
    }

    /** Admits every message: for subscriptions without a policy. */
    static final FilterPolicy ALL = new FilterPolicy(null, Scope.MessageAttributes);

    private final Machine machine;
    private final Scope scope;

    private FilterPolicy(Machine machine, Scope scope) {
        this.machine = machine;
        this.scope = scope;
    }

    /**
     * Parses a policy. An empty object admits every message.
     *
     * @throws SnsErrorException if SNS would reject it
     */
    static FilterPolicy of(String json, Scope scope) {
        JsonNode policy = parse(json);
        if (policy.isEmpty()) {
            return ALL;
        }
        FilterPolicyOperators.check(json);
        String error = JsonRuleCompiler.check(json);
        if (error != null && RuleCompiler.check(json) != null) { // which takes $or as the name of a key
            throw SnsErrorException.invalidParameter("FilterPolicy: " + error);
        }
        FilterPolicyLimits.check(policy, scope);
        Machine machine = Machine.builder().build();
        try {
            machine.addRule("subscription", policy.toString());
        } catch (IOException e) {
            throw new IllegalStateException("The policy is checked", e);
        }
        return new FilterPolicy(machine, scope);
    }

    private static JsonNode parse(String json) {
        try {
            JsonNode policy = ComparedNumbers.parse(json);
            if (!policy.isObject()) {
                throw SnsErrorException.invalidParameter("FilterPolicy: failed to parse JSON.");
            }
            return policy;
        } catch (JsonProcessingException e) {
            throw SnsErrorException.invalidParameter("FilterPolicy: failed to parse JSON. " + e.getMessage());
        }
    }

    /** Returns whether the message passes the filter. */
    boolean admits(Message message) {
        if (machine == null) {
            return true;
        }
        JsonNode event = scope == Scope.MessageBody ? body(message) : attributes(message);
        return event != null && !machine.rulesForJSONEvent(event).isEmpty();
    }

    /** Returns the body; null if it is not a JSON object, which no body policy admits. */
    private static JsonNode body(Message message) {
        try {
            JsonNode body = ComparedNumbers.parse(message.body());
            return body.isObject() ? body : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /**
     * Returns the attributes as one object, without binary attributes and arrays that are not JSON: SNS ignores them in
     * a filter.
     */
    private static JsonNode attributes(Message message) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, MessageAttribute> entry : message.attributes().entrySet()) {
            MessageAttribute attribute = entry.getValue();
            if (attribute.type().equals("String.Array")) {
                array(attribute, entry.getKey(), event);
            } else if (attribute.isNumber()) {
                event.put(entry.getKey(), ComparedNumbers.cut(new BigDecimal(attribute.text())));
            } else if (!attribute.isBinary()) {
                event.put(entry.getKey(), attribute.text());
            }
        }
        return event;
    }

    private static void array(MessageAttribute attribute, String name, ObjectNode event) {
        try {
            JsonNode array = ComparedNumbers.parse(attribute.text());
            if (array.isArray()) {
                event.set(name, array);
            }
        } catch (JsonProcessingException e) {
            event.remove(name);
        }
    }
}
