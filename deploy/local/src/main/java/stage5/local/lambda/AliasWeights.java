package stage5.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The weights of an alias's versions.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_AliasRoutingConfiguration.html">AliasRoutingConfiguration</a>
 */
final class AliasWeights {

    private AliasWeights() {}

    /** Returns the weights by version; throws {@link LambdaErrorException} if one is invalid. */
    static Map<String, Double> parse(JsonNode node) {
        Map<String, Double> weights = new HashMap<>();
        node.properties()
                .forEach(
                        weight -> weights.put(weight.getKey(), weight.getValue().asDouble()));
        for (Map.Entry<String, Double> weight : weights.entrySet()) {
            if (!weight.getKey().matches("[0-9]+")) {
                throw violation(
                        weights,
                        "Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]");
            }
            if (weight.getValue() < 0 || weight.getValue() > 1) {
                throw violation(
                        weights,
                        "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]");
            }
        }
        if (weights.size() > 1) {
            throw LambdaErrorException.invalidParameter(
                    "Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
        return weights;
    }

    private static LambdaErrorException violation(Map<String, Double> weights, String constraint) {
        return LambdaErrorException.validation(
                "Value '%s' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: %s"
                        .formatted(weights, constraint));
    }

    /** Checks that the alias's versions exist and differ; throws {@link LambdaErrorException} otherwise. */
    static void check(FunctionReference function, FunctionAlias alias, FunctionVersions versions) {
        requireVersion(function, alias.version(), versions);
        for (String version : alias.weights().keySet()) {
            if (alias.version().equals(FunctionReference.LATEST)) {
                throw LambdaErrorException.invalidParameter(
                        "$LATEST is not supported for an alias pointing to more than 1 version");
            }
            if (alias.version().equals(version)) {
                throw LambdaErrorException.invalidParameter(
                        "Invalid function version %1$s. Function version %1$s is already included in routing configuration."
                                .formatted(version));
            }
            requireVersion(function, version, versions);
        }
    }

    private static void requireVersion(FunctionReference function, String version, FunctionVersions versions) {
        if (versions.version(version).isEmpty()) {
            throw LambdaErrorException.of(new FunctionReference(function.name(), version).unknown());
        }
    }
}
