package stage5.load.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stage5.load.compare.TargetDescription;
import stage5.load.generator.LoadException;
import stage5.stack.Component;

/**
 * A shop that is deployed on AWS, described by the SSM parameters that its stacks publish: the URL of the edge and, in the
 * container form, the ECS cluster of each service.
 *
 * @param clusters the ECS cluster of each service; empty if the services are functions
 */
public record AwsShop(String arm, URI gateway, Map<Component, String> clusters) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The parameters {@code /stage5/ENVIRONMENT/OWNER/NAME} that this class reads. */
    private static final Pattern PARAMETER = Pattern.compile("/stage5/[^/]+/([^/]+/[^/]+)");

    private static final String URL = "edge/url";
    private static final String CLUSTER = "%s/cluster";

    public AwsShop {
        clusters = Map.copyOf(clusters);
    }

    /**
     * Returns the shop that a file of parameters describes.
     *
     * @param parameters a file with the output of {@code aws ssm get-parameters-by-path --recursive --path
     *     /stage5/ENVIRONMENT --output json} (<a
     *     href="https://docs.aws.amazon.com/cli/latest/reference/ssm/get-parameters-by-path.html">get-parameters-by-path</a>)
     * @throws LoadException if the file cannot be read, has no URL, or describes services in different forms
     */
    public static AwsShop read(String arm, Path parameters) {
        Map<String, String> values = values(parameters);
        if (!values.containsKey(URL)) {
            throw new LoadException("%s must name /stage5/ENVIRONMENT/%s".formatted(parameters, URL));
        }
        Map<Component, String> clusters = new EnumMap<>(Component.class);
        for (Component service : Component.services()) {
            String cluster = values.get(CLUSTER.formatted(service.label()));
            if (cluster != null) {
                clusters.put(service, cluster);
            }
        }
        if (!clusters.isEmpty() && clusters.size() < Component.services().size()) {
            throw new LoadException("%s describes a shop in two forms: only %s run as tasks"
                    .formatted(
                            parameters,
                            clusters.keySet().stream().map(Component::label).collect(Collectors.joining(", "))));
        }
        return new AwsShop(arm, URI.create(values.get(URL)), clusters);
    }

    /** Returns the values by owner and name. */
    private static Map<String, String> values(Path parameters) {
        try {
            Map<String, String> values = new LinkedHashMap<>();
            for (JsonNode parameter : JSON.readTree(parameters.toFile()).path("Parameters")) {
                var name = PARAMETER.matcher(parameter.path("Name").asText());
                if (name.matches()) {
                    values.put(name.group(1), parameter.path("Value").asText());
                }
            }
            return values;
        } catch (IOException e) {
            throw new LoadException("%s holds no parameters: %s".formatted(parameters, e.getMessage()), e);
        }
    }

    boolean isFunctions() {
        return clusters.isEmpty();
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
