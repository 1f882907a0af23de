package stage5.cdk.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.cdk.Templates;
import stage5.cdk.config.Form;

/** Values of other stacks that change while the version of a service stays the same. */
class ReleaseInputsTests {

    private static final String SECRET_VERSIONS = "STAGE5_SECRET_VERSIONS";

    @ParameterizedTest
    @ValueSource(strings = {"dev", "staging", "prod"})
    void shouldPublishANewVersionOfAFunction_whenAValueOfAnotherStackChanges(String environment) {
        Templates.of(environment, Form.LAMBDA)
                .forEach((stack, template) -> services(template).forEach((id, function) -> {
                    JsonNode description = resources(template, "AWS::Lambda::Version").values().stream()
                            .filter(version ->
                                    references(version.path("FunctionName")).contains(id))
                            .findFirst()
                            .orElseThrow()
                            .path("Description");
                    Set<String> read = parameters(template, function.path("Environment"));

                    assertThat(parameters(template, description))
                            .as("%s %s", stack, id)
                            .isNotEmpty()
                            .containsAll(read);
                }));
    }

    @ParameterizedTest
    @CsvSource({
        "LAMBDA, user-service, signing-keys-version, password-version",
        "LAMBDA, notification-worker, smtp-version,",
        "LAMBDA, gateway, password-version,",
        "FARGATE, user-service, signing-keys-version, password-version",
        "FARGATE, notification-worker, smtp-version,",
        "FARGATE, gateway, password-version,"
    })
    void shouldReplaceFunctionsAndTasks_whenASecretIsRotated(Form form, String service, String one, String other) {
        JsonNode template = Templates.of("prod", form).get("stage5-prod-%s-us-east-1".formatted(service));

        for (JsonNode variables : variables(template, form)) {
            assertThat(parameters(template, variables))
                    .extracting(name -> name.substring(name.lastIndexOf('/') + 1))
                    .containsAll(
                            Stream.of(one, other).filter(each -> each != null).toList());
        }
    }

    private static Set<JsonNode> variables(JsonNode template, Form form) {
        Set<JsonNode> variables = form == Form.LAMBDA
                ? services(template).values().stream()
                        .map(function -> function.at("/Environment/Variables/" + SECRET_VERSIONS))
                        .collect(Collectors.toSet())
                : resources(template, "AWS::ECS::TaskDefinition").values().stream()
                        .flatMap(task ->
                                task.at("/ContainerDefinitions/0/Environment").valueStream())
                        .filter(variable -> variable.path("Name").asText().equals(SECRET_VERSIONS))
                        .map(variable -> variable.path("Value"))
                        .collect(Collectors.toSet());
        assertThat(variables).isNotEmpty();
        return variables;
    }

    /** Returns the functions of a service, without those that the CDK adds. */
    private static Map<String, JsonNode> services(JsonNode template) {
        Map<String, JsonNode> functions = resources(template, "AWS::Lambda::Function");
        functions.values().removeIf(function -> !function.has("FunctionName"));
        return functions;
    }

    private static Map<String, JsonNode> resources(JsonNode template, String type) {
        return template.path("Resources").properties().stream()
                .filter(resource -> resource.getValue().path("Type").asText().equals(type))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, resource -> resource.getValue().path("Properties")));
    }

    /** Returns the names of the SSM parameters that the node refers to. */
    private static Set<String> parameters(JsonNode template, JsonNode node) {
        return references(node).stream()
                .map(reference -> template.path("Parameters").path(reference))
                .filter(parameter -> parameter.path("Type").asText().startsWith("AWS::SSM::Parameter::Value"))
                .map(parameter -> parameter.path("Default").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> references(JsonNode node) {
        return Set.copyOf(node.findValuesAsText("Ref"));
    }
}
