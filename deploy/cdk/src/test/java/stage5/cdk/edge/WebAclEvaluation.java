package stage5.cdk.edge;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Evaluates the rules of a synthesised web ACL as AWS WAF does (<a
 * href="https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-actions.html">rule actions</a>). Models what
 * depends on bots: rate limits are never exceeded, and managed rule groups but Bot Control match nothing.
 */
record WebAclEvaluation(List<Map<String, Object>> rules) {

    /** Stands for a secret, which is a reference in the template. */
    static final String SECRET = "the secret";

    /**
     * A request.
     *
     * @param labels those that Bot Control adds, without its namespace
     */
    record Request(Set<String> labels, Map<String, String> headers) {}

    private static final String NAMESPACE = "awswaf:managed:aws:bot-control:";

    /** Returns whether the request reaches the distribution. */
    boolean admits(Request request) {
        Set<String> added = new TreeSet<>();
        for (Map<String, Object> rule : rules) {
            if (isBotControl(rule)) {
                added.addAll(request.labels());
                if (!isCounted(rule)
                        && !request.labels().isEmpty()
                        && !request.labels().contains("bot:verified")) {
                    return false;
                }
            } else if (rule.containsKey("Action")
                    && ((Map<?, ?>) rule.get("Action")).containsKey("Block")
                    && matches(map(rule, "Statement"), added, request)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBotControl(Map<String, Object> rule) {
        Map<String, Object> statement = map(rule, "Statement");
        return statement.containsKey("ManagedRuleGroupStatement")
                && map(statement, "ManagedRuleGroupStatement").get("Name").equals(BotRules.GROUP);
    }

    private static boolean isCounted(Map<String, Object> rule) {
        return map(rule, "OverrideAction").containsKey("Count");
    }

    private static boolean matches(Map<String, Object> statement, Set<String> labels, Request request) {
        String type = statement.keySet().iterator().next();
        Map<String, Object> of = map(statement, type);
        return switch (type) {
            case "RateBasedStatement" -> false;
            case "AndStatement" -> parts(of).stream().allMatch(part -> matches(part, labels, request));
            case "OrStatement" -> parts(of).stream().anyMatch(part -> matches(part, labels, request));
            case "NotStatement" -> !matches(map(of, "Statement"), labels, request);
            case "LabelMatchStatement" ->
                labels.contains(of.get("Key").toString().substring(NAMESPACE.length()));
            case "ByteMatchStatement" -> hasHeader(of, request);
            default -> throw new AssertionError("Unknown statement " + type);
        };
    }

    private static boolean hasHeader(Map<String, Object> statement, Request request) {
        String name =
                map(map(statement, "FieldToMatch"), "SingleHeader").get("Name").toString();
        Object expected = statement.get("SearchString");
        return (expected instanceof String text ? text : SECRET)
                .equals(request.headers().get(name));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> from, String name) {
        return (Map<String, Object>) from.get(name);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> parts(Map<String, Object> statement) {
        return (List<Map<String, Object>>) statement.get("Statements");
    }
}
