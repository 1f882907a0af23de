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
import stage5.load.compare.Place;
import stage5.load.generator.LoadException;

/**
 * A shop that runs on AWS, as its stacks' outputs say: {@code GatewayUrl}, and {@code ClusterName} where it runs on Fargate
 * or {@code FunctionPrefix} (what stands before the topology's names of functions) where it runs on Lambda.
 *
 * @param cluster the ECS cluster; empty on Lambda
 */
public record Site(String arm, URI gateway, Optional<String> cluster, String functionPrefix) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GATEWAY = "GatewayUrl";
    private static final String CLUSTER = "ClusterName";
    private static final String PREFIX = "FunctionPrefix";

    /**
     * Returns the shop of that arm.
     *
     * @param outputs what {@code cdk deploy --outputs-file} has written: outputs by stack (<a
     *     href="https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html">cdk deploy</a>)
     * @throws LoadException if it can't be read, or says neither form, or both
     */
    public static Site read(String arm, Path outputs) {
        Map<String, String> said = new HashMap<>();
        try {
            JSON.readValue(outputs.toFile(), new TypeReference<Map<String, Map<String, String>>>() {})
                    .values()
                    .forEach(said::putAll);
        } catch (IOException e) {
            throw new LoadException("%s holds no stacks' outputs: %s".formatted(outputs, e.getMessage()), e);
        }
        if (!said.containsKey(GATEWAY) || said.containsKey(CLUSTER) == said.containsKey(PREFIX)) {
            throw new LoadException("%s must say %s, and either %s or %s".formatted(outputs, GATEWAY, CLUSTER, PREFIX));
        }
        return new Site(
                arm,
                URI.create(said.get(GATEWAY)),
                Optional.ofNullable(said.get(CLUSTER)),
                said.getOrDefault(PREFIX, ""));
    }

    boolean isFunctions() {
        return cluster.isEmpty();
    }

    /** Returns what is to be known of a comparison of these shops. */
    public static Place place(Collection<Site> sites) {
        return new Place(
                "aws",
                false,
                List.of(),
                sites.stream().map(Site::description).toList(),
                List.of(
                        "Nothing is started anew between rounds: starts and scale-out from zero are not measured.",
                        "Each arm has tables, queues and caches of its own.",
                        "CPU and memory of containers are Container Insights' minutes; of functions' CPU nothing is known.",
                        "GB seconds of containers are used memory by time, of functions what is billed."));
    }

    private Map<String, Object> description() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", arm);
        content.put("form", isFunctions() ? "lambda" : "container");
        content.put("gateway", gateway.toString());
        return content;
    }
}
