package stage5.load.aws;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.load.compare.TargetDescription;
import stage5.load.generator.LoadException;

/**
 * A shop that is deployed on AWS, described by its stacks' outputs: {@code GatewayUrl}, and either {@code ClusterName}
 * (Fargate) or {@code FunctionPrefix} (Lambda).
 *
 * @param cluster the ECS cluster; empty on Lambda
 * @param functionPrefix precedes the topology's function names; empty on Fargate
 */
public record AwsShop(String arm, URI gateway, Optional<String> cluster, String functionPrefix) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GATEWAY = "GatewayUrl";
    private static final String CLUSTER = "ClusterName";
    private static final String PREFIX = "FunctionPrefix";

    /**
     * Returns the shop that a file of stack outputs describes.
     *
     * @param outputs a file that {@code cdk deploy --outputs-file} wrote: outputs by stack (<a
     *     href="https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html">cdk deploy</a>)
     * @throws LoadException if the file cannot be read, or names neither form or both
     */
    public static AwsShop read(String arm, Path outputs) {
        Map<String, String> values = new HashMap<>();
        try {
            JSON.readValue(outputs.toFile(), new TypeReference<Map<String, Map<String, String>>>() {})
                    .values()
                    .forEach(values::putAll);
        } catch (IOException e) {
            throw new LoadException("%s holds no stack outputs: %s".formatted(outputs, e.getMessage()), e);
        }
        if (!values.containsKey(GATEWAY) || values.containsKey(CLUSTER) == values.containsKey(PREFIX)) {
            throw new LoadException(
                    "%s must name %s, and either %s or %s".formatted(outputs, GATEWAY, CLUSTER, PREFIX));
        }
        return new AwsShop(
                arm,
                URI.create(values.get(GATEWAY)),
                Optional.ofNullable(values.get(CLUSTER)),
                values.getOrDefault(PREFIX, ""));
    }

    boolean isFunctions() {
        return cluster.isEmpty();
    }

    /** Returns the description of a comparison of these shops. */
    public static TargetDescription target(Collection<AwsShop> shops) {
        return new TargetDescription(
                "aws",
                false,
                List.of(),
                shops.stream().map(AwsShop::description).toList(),
                List.of(
                        "Nothing is restarted between rounds: starts and scale-out from zero are not measured.",
                        "Each arm has its own tables, queues and caches.",
                        "CPU and memory of containers are averages over minutes (Container Insights); the CPU of"
                                + " functions is unknown.",
                        "GB seconds are used memory by time for containers, billed ones for functions."),
                List.of());
    }

    private Map<String, Object> description() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", arm);
        content.put("form", isFunctions() ? "lambda" : "container");
        content.put("gateway", gateway.toString());
        return content;
    }
}
