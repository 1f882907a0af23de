package stage5.cdk.measured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.cdk.Templates;
import stage5.cdk.config.Form;

/**
 * Keeps the record of those resources of the environment {@code bench} that {@code load} reads when it compares the forms on
 * AWS. The tests of {@code load} read the record, because synthesis would make that module depend on every service.
 */
class MeasuredResourcesTests {

    private static final Path RECORDED = Path.of("src", "test", "resources", "stage5", "cdk", "measured");
    private static final Path SYNTHESISED = Path.of("target", "measured");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The properties that matter, by resource type. */
    private static final Map<String, List<String>> PROPERTIES = Map.of(
            "AWS::SSM::Parameter", List.of("Name", "Value"),
            "AWS::Logs::LogGroup", List.of("LogGroupName"),
            "AWS::Lambda::Function", List.of("FunctionName", "LoggingConfig"),
            "AWS::ECS::Cluster", List.of("ClusterSettings"),
            "AWS::ECS::TaskDefinition", List.of("Family"));

    /** Which values of a type's first property matter: parameters and log groups that {@code load} doesn't read are left out. */
    private static final Map<String, String> NAMES = Map.of(
            "AWS::SSM::Parameter", "/stage5/[^/]+/(edge/url|[^/]+/cluster)",
            "AWS::Logs::LogGroup", "/aws/lambda/.*",
            "AWS::Lambda::Function", "[a-z]+-[a-z]+");

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldBeRecorded_whenTheBenchIsSynthesised(Form form) throws IOException {
        ArrayNode resources = JSON.createArrayNode();
        Templates.of("bench", form).forEach((stack, template) -> template.path("Resources")
                .properties()
                .forEach(resource -> record(stack, resource.getKey(), resource.getValue(), resources)));
        String file = "bench-%s.json".formatted(form);
        Files.createDirectories(SYNTHESISED);
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(SYNTHESISED.resolve(file).toFile(), resources);

        assertThat(resources).isNotEmpty();
        assertThat(JSON.readTree(RECORDED.resolve(file).toFile()))
                .as(
                        "If the change is intended, copy %s to %s, and run the tests of load",
                        SYNTHESISED.resolve(file), RECORDED)
                .isEqualTo(resources);
    }

    private static void record(String stack, String id, JsonNode resource, ArrayNode recorded) {
        String type = resource.path("Type").asText();
        JsonNode properties = resource.path("Properties");
        List<String> names = PROPERTIES.get(type);
        if (names == null
                || NAMES.containsKey(type)
                        && !properties.path(names.getFirst()).asText().matches(NAMES.get(type))) {
            return;
        }
        ObjectNode entry =
                recorded.addObject().put("stack", stack).put("id", id).put("type", type);
        ObjectNode kept = entry.putObject("properties");
        names.forEach(name -> kept.set(name, properties.path(name)));
    }
}
