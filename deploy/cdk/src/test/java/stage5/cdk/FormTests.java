package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.cdk.config.Form;

class FormTests {

    /** Limits of <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">CloudFormation</a>. */
    private static final int MAX_RESOURCES = 500;

    private static final int MAX_BYTES = 1024 * 1024;

    private static final Set<String> DATA = Set.of(
            "AWS::DynamoDB::GlobalTable",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy",
            "AWS::SNS::Subscription",
            "AWS::SQS::Queue",
            "AWS::SQS::QueuePolicy");

    @ParameterizedTest
    @ValueSource(strings = {"dev", "staging", "prod"})
    void shouldNotChangeTablesTopicsAndQueues_whenTheFormChanges(String environment) {
        Map<String, JsonNode> asFunctions = data(environment, Form.LAMBDA);

        assertThat(asFunctions).isNotEmpty().isEqualTo(data(environment, Form.FARGATE));
    }

    @Test
    void shouldStayWithinCloudFormationsLimits_whenEveryEnvironmentAndFormIsSynthesised() {
        for (Path folder : Templates.all()) {
            Templates.in(folder).forEach((stack, template) -> {
                assertThat(template.path("Resources").size()).as(stack).isLessThanOrEqualTo(MAX_RESOURCES);
                assertThat(template.toString().length()).as(stack).isLessThanOrEqualTo(MAX_BYTES);
            });
        }
    }

    @Test
    void shouldRunOnArm_whenCodeRunsInAnyEnvironmentAndForm() {
        for (Path folder : Templates.all()) {
            Templates.in(folder).forEach((stack, template) -> template.path("Resources")
                    .properties()
                    .forEach(resource -> {
                        JsonNode properties = resource.getValue().path("Properties");
                        switch (resource.getValue().path("Type").asText()) {
                            case "AWS::Lambda::Function" ->
                                assertThat(properties.at("/Architectures/0").asText())
                                        .as("%s in %s", resource.getKey(), stack)
                                        .isEqualTo("arm64");
                            case "AWS::ECS::TaskDefinition" ->
                                assertThat(properties
                                                .at("/RuntimePlatform/CpuArchitecture")
                                                .asText())
                                        .as("%s in %s", resource.getKey(), stack)
                                        .isEqualTo("ARM64");
                            default -> assertThat(properties).isNotNull();
                        }
                    }));
        }
    }

    @Test
    void shouldAllowNoWildcardAction_whenEveryEnvironmentAndFormIsSynthesised() {
        for (Path folder : Templates.all()) {
            Templates.in(folder)
                    .forEach((stack, template) ->
                            assertThat(policyActions(template)).as(stack).noneMatch(action -> action.contains("*")));
        }
    }

    private static Set<String> policyActions(JsonNode template) {
        return template.path("Resources").properties().stream()
                .map(Map.Entry::getValue)
                .filter(resource -> resource.path("Type").asText().equals("AWS::IAM::Policy"))
                .flatMap(resource -> resource.findValues("Action").stream())
                .flatMap(action -> action.isArray() ? action.valueStream() : Stream.of(action))
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    private static Map<String, JsonNode> data(String environment, Form form) {
        Map<String, JsonNode> data = new TreeMap<>();
        Templates.of(environment, form).forEach((stack, template) -> template.path("Resources")
                .properties()
                .forEach(resource -> {
                    if (DATA.contains(resource.getValue().path("Type").asText())) {
                        data.put(stack + "/" + resource.getKey(), resource.getValue());
                    }
                }));
        return data;
    }
}
