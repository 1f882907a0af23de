package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.sqs.CfnQueue;

class CheckedAppTests {

    private static final String QUEUE = "AWS::SQS::Queue";

    private static final String SCHEMAS = "CloudFormation Validate";

    @TempDir
    Path output;

    @BeforeEach
    void needsNode() {
        NodeJs.require();
    }

    static Stream<Arguments> planted() {
        return Stream.of(
                arguments("F3006", "AWS::SQS::Queu", Map.of()),
                arguments("F3002", QUEUE, Map.of("Colour", "blue")),
                arguments("F3003", "AWS::SNS::Subscription", Map.of("Protocol", "sqs")),
                arguments("F3012", QUEUE, Map.of("DelaySeconds", "many")),
                arguments("F3034", QUEUE, Map.of("VisibilityTimeout", 99_999)));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("planted")
    void shouldFailSynthesis_whenATemplateViolatesTheSchemaOfAType(
            String rule, String type, Map<String, Object> properties) {
        App app = CheckedApp.into(output);
        CfnResource.Builder.create(new Stack(app, "planted"), "Planted")
                .type(type)
                .properties(properties)
                .build();

        assertThatThrownBy(app::synth).hasMessageContaining("Validation failed");

        assertThat(findings(output)).anyMatch(finding -> finding.contains(rule));
    }

    @Test
    void shouldFailSynthesis_whenAStackViolatesARuleOfCdkNag() {
        App app = CheckedApp.into(output);
        CfnQueue.Builder.create(new Stack(app, "planted"), "Planted").build();

        assertThatThrownBy(app::synth).hasMessageContaining("Validation failed");

        assertThat(findings(output)).anyMatch(finding -> finding.contains("AwsSolutions-SQS3"));
    }

    /** The CDK reports a value outside the schema's enumeration as a warning, because the published schemas lag behind. */
    @Test
    void shouldReportAWarning_whenATemplateHasAValueThatIsNotListed() {
        App app = CheckedApp.into(output);
        CfnResource.Builder.create(new Stack(app, "planted"), "Planted")
                .type("AWS::ECS::Service")
                .properties(Map.of("LaunchType", "MOON"))
                .build();

        app.synth();

        assertThat(findings(output)).anyMatch(finding -> finding.startsWith("W3030"));
    }

    @Test
    void shouldReportARuleThatCannotBeEvaluated_whenItIsNotAcknowledgedOnTheConstruct() {
        App app = CheckedApp.into(output);
        CfnSecurityGroup.Builder.create(new Stack(app, "planted"), "Planted")
                .groupDescription("planted")
                .securityGroupIngress(List.of(CfnSecurityGroup.IngressProperty.builder()
                        .ipProtocol("tcp")
                        .fromPort(443)
                        .toPort(443)
                        .cidrIp(Fn.importValue("cidr"))
                        .description("planted")
                        .build()))
                .build();

        app.synth();

        assertThat(findings(output))
                .anyMatch(finding -> finding.contains("CdkNagValidationFailure[AwsSolutions-EC23]"));
    }

    @Test
    void shouldHaveNoUnacknowledgedWarning_whenEveryEnvironmentAndFormIsSynthesised() {
        assertThat(Templates.all())
                .allSatisfy(folder -> assertThat(findings(folder)).isEmpty());
    }

    @Test
    void shouldRunBothValidations_whenEveryEnvironmentAndFormIsSynthesised() {
        assertThat(Templates.all()).hasSize(8).allSatisfy(folder -> assertThat(reports(folder))
                .extracting(report -> report.path("pluginName").asText(), report -> report.path("conclusion")
                        .asText())
                .containsExactlyInAnyOrder(tuple(SCHEMAS, "success"), tuple("Construct Annotations", "success")));
    }

    /** Each finding with its rule. The rule of a cdk-nag finding is in its description. */
    private static List<String> findings(Path folder) {
        return reports(folder).stream()
                .flatMap(report -> report.path("violations").valueStream())
                .map(violation -> violation.path("ruleName").asText() + " "
                        + violation.path("description").asText())
                .toList();
    }

    private static List<JsonNode> reports(Path folder) {
        try {
            return new ObjectMapper()
                    .readTree(folder.resolve(CheckedApp.REPORT).toFile())
                    .path("pluginReports")
                    .valueStream()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the report in " + folder, e);
        }
    }
}
