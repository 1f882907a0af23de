package stage5.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import stage5.local.aws.Aws;

/**
 * The attributes of a standard topic that a client can set. They are only stored.
 *
 * @param given the attributes as they were set
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html">SetTopicAttributes</a>
 */
record TopicAttributes(Map<String, String> given) {

    static final TopicAttributes NONE = new TopicAttributes(Map.of());

    private static final String DISPLAY_NAME = "DisplayName";
    private static final String POLICY = "Policy";
    private static final String DELIVERY_POLICY = "DeliveryPolicy";
    private static final String FIFO = "FifoTopic";
    private static final int MAX_DISPLAY_NAME = 100;

    /** The attributes that only may have one of a few values, or any text. */
    private static final Map<String, Set<String>> CHOICES =
            Map.of("SignatureVersion", Set.of("1", "2"), "TracingConfig", Set.of("PassThrough", "Active"));

    private static final Pattern OTHERS = Pattern.compile(
            "KmsMasterKeyId|(HTTP|Firehose|Lambda|Application|SQS)(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate"
                    + "|FailureFeedbackRoleArn)");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EFFECTIVE_DELIVERY_POLICY = """
        {"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,\
        "numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},\
        "disableSubscriptionOverrides":false,\
        "defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}\
        """;

    /**
     * Checks the attributes of a new topic.
     *
     * @throws SnsErrorException if SNS would reject one of them
     */
    static TopicAttributes of(Map<String, String> attributes) {
        TopicAttributes result = NONE;
        try {
            for (Map.Entry<String, String> attribute : attributes.entrySet()) {
                if (!attribute.getKey().equals(FIFO)) { // a standard topic has no such attribute afterwards
                    result = result.with(attribute.getKey(), attribute.getValue());
                }
            }
            return result;
        } catch (SnsErrorException e) {
            throw e.ofAttributes();
        }
    }

    /**
     * Returns these attributes with one changed. An empty value removes a policy.
     *
     * @throws SnsErrorException if SNS would reject the value
     */
    TopicAttributes with(String name, String value) {
        check(name, value);
        Map<String, String> changed = new HashMap<>(given);
        if (value.isEmpty() && name.endsWith(POLICY)) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new TopicAttributes(Map.copyOf(changed));
    }

    /** Returns whether each attribute that the others state has the same value here. */
    boolean agreesWith(TopicAttributes others) {
        return given.entrySet().containsAll(others.given.entrySet());
    }

    /** Returns the attributes, with the defaults that SNS states for those not set. */
    Map<String, String> described(String topicArn) {
        Map<String, String> described = new HashMap<>();
        described.put(DISPLAY_NAME, "");
        described.put(POLICY, defaultPolicy(topicArn));
        described.put("EffectiveDeliveryPolicy", EFFECTIVE_DELIVERY_POLICY);
        described.putAll(given);
        return described;
    }

    private static void check(String name, String value) {
        if (name.equals(DISPLAY_NAME)) {
            require(value.length() <= MAX_DISPLAY_NAME, name);
        } else if (name.equals(POLICY) || name.equals(DELIVERY_POLICY)) {
            require(value.isEmpty() || isJsonObject(value), name + ": failed to parse JSON.");
        } else if (CHOICES.containsKey(name)) {
            require(CHOICES.get(name).contains(value), name);
        } else {
            require(OTHERS.matcher(name).matches(), "AttributeName");
        }
    }

    private static void require(boolean valid, String reason) {
        if (!valid) {
            throw SnsErrorException.invalidParameter(reason);
        }
    }

    private static boolean isJsonObject(String text) {
        try {
            return JSON.readTree(text).isObject();
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }

    private static String defaultPolicy(String topicArn) {
        return """
            {"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",\
            "Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes",\
            "SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe",\
            "SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"%s",\
            "Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}}}]}\
            """.formatted(topicArn, Aws.ACCOUNT);
    }
}
