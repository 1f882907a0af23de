package stage5.release.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the templates of a <a href="https://docs.aws.amazon.com/cdk/v2/guide/deploy.html">cloud assembly</a>. */
public final class CloudAssembly {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CloudAssembly() {}

    /**
     * Returns the data and messaging part of each stack that has one. Stacks with subscriptions only come last, because a
     * subscription needs its topic and its queue, which are in other stacks.
     */
    public static List<DataTemplate> dataTemplates(Path assembly) throws IOException {
        List<DataTemplate> templates = new ArrayList<>();
        JsonNode manifest = JSON.readTree(assembly.resolve("manifest.json").toFile());
        for (var artifact : manifest.path("artifacts").properties()) {
            JsonNode properties = artifact.getValue().path("properties");
            if (artifact.getValue().path("type").asText().equals("aws:cloudformation:stack")) {
                Path file = assembly.resolve(properties.path("templateFile").asText());
                String stack = properties.path("stackName").asText(artifact.getKey());
                templates.add(DataTemplate.of(stack, (ObjectNode) JSON.readTree(file.toFile())));
            }
        }
        return templates.stream()
                .filter(template -> !template.isEmpty())
                .sorted(Comparator.comparing(DataTemplate::onlySubscribes).thenComparing(DataTemplate::stackName))
                .toList();
    }
}
