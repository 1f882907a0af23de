package stage5.local.lambda;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A name for a version of a function.
 *
 * @param version the number of the version, or {@code $LATEST}
 * @param weights the share of the invocations that another version gets, by its number; empty or one entry
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html">Weighted aliases</a>
 */
record FunctionAlias(String name, String version, String description, Map<String, Double> weights, String revisionId) {

    /** Returns the version for one invocation. */
    String version(RandomGenerator random) {
        return weights.entrySet().stream()
                .filter(weight -> random.nextDouble() < weight.getValue())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(version);
    }
}
