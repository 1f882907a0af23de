package stage5.aws.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A <a href="https://docs.aws.amazon.com/cdk/v2/guide/deploy.html">cloud assembly</a>: the stacks of an environment.
 *
 * @param folder that contains {@code manifest.json}
 * @param stacks in the order of the manifest
 */
public record CloudAssembly(Path folder, List<AssembledStack> stacks) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STACK = "aws:cloudformation:stack";

    public CloudAssembly {
        stacks = List.copyOf(stacks);
    }

    /** Returns the assembly in the folder; throws {@link IOException} if a file is missing or is not JSON. */
    public static CloudAssembly read(Path folder) throws IOException {
        List<AssembledStack> stacks = new ArrayList<>();
        for (var artifact : JSON.readTree(folder.resolve("manifest.json").toFile())
                .path("artifacts")
                .properties()) {
            if (artifact.getValue().path("type").asText().equals(STACK)) {
                stacks.add(stack(folder, artifact.getKey(), artifact.getValue()));
            }
        }
        return new CloudAssembly(folder, stacks);
    }

    private static AssembledStack stack(Path folder, String id, JsonNode artifact) throws IOException {
        JsonNode properties = artifact.path("properties");
        // aws://ACCOUNT/REGION
        URI environment = URI.create(artifact.path("environment").asText("aws://unknown-account/unknown-region"));
        Map<String, String> tags = new TreeMap<>();
        properties
                .path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        JsonNode template = JSON.readTree(
                folder.resolve(properties.path("templateFile").asText()).toFile());
        return new AssembledStack(
                id,
                properties.path("stackName").asText(id),
                environment.getAuthority(),
                environment.getPath().substring(1),
                tags,
                properties.path("terminationProtection").asBoolean(),
                artifact.path("dependencies")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList(),
                (ObjectNode) template);
    }
}
