package stage5.local.sqs;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stage5.local.aws.Aws;

/**
 * The access policy of a queue, as far as SNS needs it: whether a topic can send. The queue's owner needs no permission,
 * and signatures are not checked, so the policy has no effect on other calls.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html">Subscribing an Amazon SQS
 *     queue to an Amazon SNS topic</a>
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy evaluation
 *     logic</a>
 */
final class QueuePolicy {

    /** No policy: no topic can send. */
    static final QueuePolicy NONE = new QueuePolicy(JsonNodeFactory.instance.missingNode());

    private static final String SNS = "sns.amazonaws.com";
    private static final String SEND = "sqs:SendMessage";
    private static final String IF_EXISTS = "IfExists";
    private static final String SOURCE_ARN = "aws:sourcearn";

    /** The condition operators that compare texts, and those whose result is negated. */
    private static final Map<String, BiPredicate<String, String>> OPERATORS = Map.ofEntries(
            entry("StringEquals", String::equals),
            entry("StringEqualsIgnoreCase", String::equalsIgnoreCase),
            entry("StringLike", QueuePolicy::isLike),
            entry("ArnEquals", QueuePolicy::isLike),
            entry("ArnLike", QueuePolicy::isLike),
            entry("Bool", String::equalsIgnoreCase));

    private static final Map<String, String> NEGATED = Map.of(
            "StringNotEquals", "StringEquals",
            "StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase",
            "StringNotLike", "StringLike",
            "ArnNotEquals", "ArnEquals",
            "ArnNotLike", "ArnLike");

    private final JsonNode document;

    /** The decisions by topic and queue: a policy is evaluated once for each. */
    private final Map<String, Boolean> decisions = new ConcurrentHashMap<>();

    private QueuePolicy(JsonNode document) {
        this.document = document;
    }

    /** Returns the policy of a valid JSON document. */
    static QueuePolicy of(String document) {
        return new QueuePolicy(QueueAttributes.json(document));
    }

    /** Returns whether the topic can send to the queue: a statement allows it, and none denies it. */
    boolean allows(String topicArn, String queueArn) {
        return decisions.computeIfAbsent(topicArn + ' ' + queueArn, ignored -> evaluate(topicArn, queueArn));
    }

    private boolean evaluate(String topicArn, String queueArn) {
        List<String> effects = new ArrayList<>();
        for (JsonNode statement : listed(document.path("Statement"))) {
            if (applies(statement, topicArn, queueArn)) {
                effects.add(statement.path("Effect").asText());
            }
        }
        return effects.contains("Allow") && !effects.contains("Deny");
    }

    private static boolean applies(JsonNode statement, String topicArn, String queueArn) {
        return isSns(statement.path("Principal"))
                && texts(statement.path("Action")).stream().anyMatch(action -> isLike(lower(action), lower(SEND)))
                && texts(statement.path("Resource")).stream().anyMatch(resource -> isLike(resource, queueArn))
                && holds(statement.path("Condition"), context(topicArn));
    }

    private static boolean isSns(JsonNode principal) {
        return texts(principal).contains("*")
                || texts(principal.path("AWS")).contains("*")
                || texts(principal.path("Service")).stream()
                        .anyMatch(service -> service.equals(SNS) || service.equals("*"));
    }

    /** Returns the condition keys of a delivery, in lower case. */
    private static Map<String, String> context(String topicArn) {
        String[] parts = topicArn.split(":");
        return Map.of(
                SOURCE_ARN,
                topicArn,
                "aws:sourceaccount",
                parts.length > 4 ? parts[4] : Aws.ACCOUNT,
                "aws:securetransport",
                "true",
                "aws:principalisawsservice",
                "true",
                "aws:principalservicename",
                SNS);
    }

    private static boolean holds(JsonNode conditions, Map<String, String> context) {
        return conditions.properties().stream().allMatch(operator -> operator.getValue().properties().stream()
                .allMatch(key -> holds(operator.getKey(), texts(key.getValue()), context.get(lower(key.getKey())))));
    }

    /** Returns whether one condition holds; an unknown operator never does. */
    private static boolean holds(String operator, List<String> expected, String actual) {
        if (operator.equals("Null")) {
            return expected.contains(Boolean.toString(actual == null));
        }
        if (operator.endsWith(IF_EXISTS)) {
            String base = operator.substring(0, operator.length() - IF_EXISTS.length());
            return actual == null || holds(base, expected, actual);
        }
        if (NEGATED.containsKey(operator)) {
            return actual == null || !holds(NEGATED.get(operator), expected, actual);
        }
        BiPredicate<String, String> comparison = OPERATORS.get(operator);
        return comparison != null
                && actual != null
                && expected.stream().anyMatch(text -> comparison.test(text, actual));
    }

    private static boolean isLike(String pattern, String text) {
        String regex = pattern.chars()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        return text.matches(regex);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Returns the elements of a list, or the value itself. */
    private static List<JsonNode> listed(JsonNode value) {
        List<JsonNode> elements = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(elements::add);
        } else if (!value.isMissingNode()) {
            elements.add(value);
        }
        return elements;
    }

    private static List<String> texts(JsonNode value) {
        return listed(value).stream().map(JsonNode::asText).toList();
    }
}
