package stage5.local.sns;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * SNS's limits for filter policies that event-ruler does not check.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html">Filter policy
 *     constraints</a>
 */
final class FilterPolicyLimits {

    private static final int MAX_KEYS = 5;
    private static final int MAX_COMBINATIONS = 150;

    private FilterPolicyLimits() {}

    /** Throws {@link SnsErrorException} if the policy exceeds a limit. */
    static void check(JsonNode policy, FilterPolicy.Scope scope) {
        if (policy.size() > MAX_KEYS) {
            throw SnsErrorException.invalidParameter("FilterPolicy: Filter policy can not have more than 5 keys");
        }
        if (scope == FilterPolicy.Scope.MessageAttributes && isNested(policy)) {
            throw SnsErrorException.invalidParameter(
                    "Filter policy scope MessageAttributes does not support nested filter policy");
        }
        if (combinations(policy, 1) > MAX_COMBINATIONS) {
            throw SnsErrorException.invalidParameter("FilterPolicy: Filter policy is too complex");
        }
    }

    private static boolean isNested(JsonNode policy) {
        for (Map.Entry<String, JsonNode> key : policy.properties()) {
            boolean nested = key.getKey().equals("$or")
                    ? key.getValue().valueStream().anyMatch(FilterPolicyLimits::isNested)
                    : key.getValue().isObject();
            if (nested) {
                return true;
            }
        }
        return false;
    }

    /** Returns the product over all keys of the number of values times the depth; the alternatives of $or are added. */
    private static long combinations(JsonNode policy, int depth) {
        long product = 1;
        for (Map.Entry<String, JsonNode> key : policy.properties()) {
            JsonNode value = key.getValue();
            long factor;
            if (key.getKey().equals("$or")) {
                factor = value.valueStream()
                        .mapToLong(choice -> combinations(choice, depth))
                        .sum();
            } else if (value.isObject()) {
                factor = combinations(value, depth + 1);
            } else {
                factor = (long) value.size() * depth;
            }
            product = Math.multiplyExact(product, Math.max(1, factor));
        }
        return product;
    }
}
