package stage5.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of a subscription, parsed.
 *
 * @param given the attributes as they were set
 * @param deadLetterQueue the name of the queue for undeliverable messages, or null
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html">SetSubscriptionAttributes</a>
 */
record SubscriptionSettings(Map<String, String> given, boolean raw, FilterPolicy filter, String deadLetterQueue) {

    private static final String RAW = "RawMessageDelivery";
    private static final String FILTER = "FilterPolicy";
    private static final String SCOPE = "FilterPolicyScope";
    private static final String REDRIVE = "RedrivePolicy";
    private static final Set<String> NAMES = Set.of(RAW, FILTER, SCOPE, REDRIVE);
    private static final Map<String, String> DEFAULTS =
            Map.of(RAW, "false", SCOPE, FilterPolicy.Scope.MessageAttributes.name());
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Parses the attributes of a new subscription.
     *
     * @throws SnsErrorException if SNS would reject one of them
     */
    static SubscriptionSettings of(Map<String, String> attributes) {
        try {
            return parse(attributes);
        } catch (SnsErrorException e) {
            throw e.ofAttributes();
        }
    }

    /**
     * Returns these settings with one attribute changed. An empty value removes a policy.
     *
     * @throws SnsErrorException if SNS would reject the value
     */
    SubscriptionSettings with(String name, String value) {
        Map<String, String> attributes = new HashMap<>(given);
        attributes.put(name, value);
        return parse(attributes);
    }

    private static SubscriptionSettings parse(Map<String, String> attributes) {
        Map<String, String> set = new HashMap<>();
        attributes.forEach((name, value) -> {
            if (!NAMES.contains(name)) {
                throw SnsErrorException.invalidParameter("AttributeName");
            }
            if (name.equals(RAW)) {
                set.put(name, Boolean.toString(raw(value)));
            } else if (!value.isEmpty() || name.equals(SCOPE)) {
                set.put(name, value);
            }
        });
        return new SubscriptionSettings(
                Map.copyOf(set),
                Boolean.parseBoolean(set.get(RAW)),
                filter(set),
                deadLetterQueue(set.getOrDefault(REDRIVE, "")));
    }

    /** Returns the attributes, with the defaults that SNS states for those not set. */
    Map<String, String> described() {
        Map<String, String> described = new HashMap<>(DEFAULTS);
        described.putAll(given);
        if (!given.containsKey(FILTER)) {
            described.remove(SCOPE);
        }
        return described;
    }

    /** Returns whether each attribute that the other settings state has the same value here. */
    boolean agreesWith(SubscriptionSettings other) {
        Map<String, String> own = new HashMap<>(DEFAULTS);
        own.putAll(given);
        return own.entrySet().containsAll(other.given.entrySet());
    }

    private static boolean raw(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw SnsErrorException.invalidParameter(
                        "RawMessageDelivery: Invalid value [%s]. Must be true or false.".formatted(value));
        };
    }

    private static FilterPolicy filter(Map<String, String> attributes) {
        String scope = attributes.getOrDefault(SCOPE, DEFAULTS.get(SCOPE));
        FilterPolicy.Scope known;
        try {
            known = FilterPolicy.Scope.valueOf(scope);
        } catch (IllegalArgumentException e) {
            throw SnsErrorException.invalidParameter(
                    "FilterPolicyScope: Invalid value [%s]. Please use either MessageBody or MessageAttributes"
                            .formatted(scope));
        }
        return FilterPolicy.of(attributes.getOrDefault(FILTER, "{}"), known);
    }

    private static String deadLetterQueue(String policy) {
        if (policy.isEmpty()) {
            return null;
        }
        try {
            String arn = JSON.readTree(policy).path("deadLetterTargetArn").asText();
            return QueueArn.find(arn)
                    .orElseThrow(() ->
                            SnsErrorException.invalidParameter("RedrivePolicy: deadLetterTargetArn is an invalid arn"));
        } catch (JsonProcessingException e) {
            throw SnsErrorException.invalidParameter("RedrivePolicy: failed to parse JSON. " + e.getMessage());
        }
    }
}
