package stage5.cdk.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awscdk.assertions.Match.anyValue;
import static software.amazon.awscdk.assertions.Match.arrayWith;
import static software.amazon.awscdk.assertions.Match.objectLike;
import static software.amazon.awscdk.assertions.Match.serializedJson;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.assertions.Template;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.topology.Topology;

class ObservabilityStackTests {

    private static SynthesisedStack synthesised;
    private static Template template;

    @BeforeAll
    static void synthesise() {
        synthesised = of("prod", "us-east-1");
        template = synthesised.template();
    }

    @Test
    void shouldHaveNoFindings_whenCheckedByCdkNag() {
        assertThat(synthesised.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "orders-accepted, stage5_orders_placed_total, LessThanLowerThreshold",
        "orders-confirmed, stage5_orders_confirmed_total, LessThanLowerThreshold",
        "payments-refused, stage5_orders_rejected_total, GreaterThanUpperThreshold",
        "payments-timed-out, stage5_orders_rejected_total, GreaterThanUpperThreshold",
        "mails, stage5_mails_total, LessThanLowerThreshold"
    })
    void shouldAlarmOnAnomalies_whenABusinessMetricExists(String name, String metric, String comparison) {
        template.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Map.of(
                        "AlarmName",
                        "stage5-prod-%s-unusual".formatted(name),
                        "ComparisonOperator",
                        comparison,
                        "AlarmActions",
                        List.of(anyValue()),
                        "Metrics",
                        arrayWith(List.of(objectLike(Map.of(
                                "MetricStat",
                                objectLike(Map.of(
                                        "Metric",
                                        objectLike(Map.of("Namespace", "StageFive", "MetricName", metric))))))))));
    }

    @Test
    void shouldStoreAndIndexSpans_whenXRayReceivesThemOverOtlp() {
        template.hasResourceProperties("AWS::XRay::TransactionSearchConfig", Map.of("IndexingPercentage", 1));
        template.hasResourceProperties(
                "AWS::Logs::ResourcePolicy",
                Map.of(
                        "PolicyDocument",
                        serializedJson(
                                objectLike(
                                        Map.of(
                                                "Statement",
                                                List.of(
                                                        objectLike(
                                                                Map.of(
                                                                        "Principal",
                                                                        Map.of("Service", "xray.amazonaws.com"),
                                                                        "Resource",
                                                                        arrayWith(
                                                                                List.of(
                                                                                        "arn:aws:logs:us-east-1:333333333333:log-group:aws/spans:*"))))))))));
    }

    @Test
    void shouldSampleNoHealthChecksAndTheRestByShare_whenRulesAreQueried() {
        template.hasResourceProperties(
                "AWS::XRay::SamplingRule",
                Map.of(
                        "SamplingRule",
                        objectLike(Map.of("URLPath", "/q/*", "FixedRate", 0, "ReservoirSize", 0, "Priority", 100))));
        template.hasResourceProperties(
                "AWS::XRay::SamplingRule",
                Map.of("SamplingRule", objectLike(Map.of("URLPath", "*", "FixedRate", 0.05, "Priority", 102))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fault = true", "throttle = true", "responsetime > 1"})
    void shouldCreateTraceGroups_whenSynthesised(String filter) {
        template.hasResourceProperties("AWS::XRay::Group", Map.of("FilterExpression", filter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-trace", "errors", "cold-starts", "spans-lost-at-the-freeze", "slow-answers"})
    void shouldSaveLogQueries_whenSynthesised(String name) {
        template.hasResourceProperties("AWS::Logs::QueryDefinition", Map.of("Name", "stage5/prod/" + name));
    }

    @Test
    void shouldPlaceOrdersPeriodically_whenTheEnvironmentHasACanary() {
        template.hasResourceProperties(
                "AWS::Synthetics::Canary",
                Map.of(
                        "Name",
                        "stage5-prod-order",
                        "Schedule",
                        objectLike(Map.of("Expression", "rate(1 minute)")),
                        "Code",
                        objectLike(Map.of("Script", JourneyScript.read())),
                        "RunConfig",
                        objectLike(Map.of(
                                "EnvironmentVariables",
                                Map.of(
                                        "SHOP", anyValue(),
                                        "SKU", "CANARY-0001",
                                        "PAYMENT_TOKEN", "tok_canary",
                                        "AGENT", "{{resolve:secretsmanager:stage5/prod/agent:SecretString:::}}")))));
        template.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Map.of("AlarmName", "stage5-prod-order-journey", "TreatMissingData", "breaching"));
    }

    @Test
    void shouldRunTheCanaryInOneRegionOnly_whenThereAreSeveral() {
        of("prod", "eu-west-1").template().resourceCountIs("AWS::Synthetics::Canary", 0);
    }

    private static SynthesisedStack of(String environment, String region) {
        return SynthesisedStack.of(app -> new ObservabilityStack(
                app, new StackLocation(DeploymentEnvironments.load(environment), region), Topology.load()));
    }
}
