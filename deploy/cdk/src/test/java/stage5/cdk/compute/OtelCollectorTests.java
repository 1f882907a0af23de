package stage5.cdk.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.cdk.StackLocation;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.kit.web.telemetry.KeepMark;

class OtelCollectorTests {

    private static final OtelCollector COLLECTOR =
            new OtelCollector(new StackLocation(DeploymentEnvironments.load("prod"), "eu-west-1"));

    /** Of an environment in which all services run as tasks. */
    private static final OtelCollector AMONG_TASKS = new OtelCollector(
            new StackLocation(DeploymentEnvironments.load("prod").inOneForm(Form.FARGATE), "eu-west-1"));

    static Stream<String> configurations() {
        return Stream.of(COLLECTOR.forTask(), AMONG_TASKS.forTask(), functionConfiguration());
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void shouldSignRequestsToXRay_whenBesideATaskOrInAFunction(String configuration) throws Exception {
        JsonNode read = read(configuration);

        assertThat(read.at("/exporters/otlphttp/traces_endpoint").asText())
                .isEqualTo("https://xray.eu-west-1.amazonaws.com/v1/traces");
        assertThat(read.at("/exporters/otlphttp/auth/authenticator").asText()).isEqualTo("sigv4auth");
        assertThat(read.at("/extensions/sigv4auth/service").asText()).isEqualTo("xray");
        assertThat(OtelCollector.ENDPOINT)
                .endsWith(read.at("/receivers/otlp/protocols/http/endpoint").asText());
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void shouldUseOnlyConfiguredComponents_whenBesideATaskOrInAFunction(String configuration) throws Exception {
        JsonNode read = read(configuration);

        read.at("/service/pipelines").forEach(pipeline -> {
            pipeline.path("receivers")
                    .forEach(name -> assertThat(read.path("receivers").has(name.asText()))
                            .isTrue());
            pipeline.path("processors")
                    .forEach(name -> assertThat(read.path("processors").has(name.asText()))
                            .isTrue());
            pipeline.path("exporters")
                    .forEach(name -> assertThat(read.path("exporters").has(name.asText()))
                            .isTrue());
        });
        read.at("/service/extensions")
                .forEach(name ->
                        assertThat(read.path("extensions").has(name.asText())).isTrue());
    }

    /** A connector such as spanmetrics counts only the spans that are sampled. */
    @ParameterizedTest
    @MethodSource("configurations")
    void shouldMakeNoMetricOfSpans_whenBesideATaskOrInAFunction(String configuration) throws Exception {
        JsonNode read = read(configuration);

        assertThat(read.has("connectors")).isFalse();
        assertThat(read.at("/service/pipelines").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("traces");
    }

    @Test
    void shouldKeepMarkedFailedAndSlowTraces_whenAllServicesRunAsTasks() throws Exception {
        JsonNode read = read(AMONG_TASKS.forTask());

        assertThat(read.at("/service/pipelines/traces/processors"))
                .extracting(JsonNode::asText)
                .containsExactly("tail_sampling", "batch"); // a batch before it would tear traces apart
        JsonNode policies = read.at("/processors/tail_sampling/policies");
        assertThat(policies)
                .extracting(policy -> policy.path("type").asText())
                .containsExactly("trace_state", "status_code", "ottl_condition");
        assertThat(policies.at("/0/trace_state/key").asText()).isEqualTo(KeepMark.KEY);
        assertThat(policies.at("/0/trace_state/values"))
                .extracting(JsonNode::asText)
                .containsExactly(KeepMark.VALUE);
        assertThat(policies.at("/1/status_code/status_codes"))
                .extracting(JsonNode::asText)
                .containsExactly("ERROR");
        assertThat(policies.at("/2/ottl_condition/span/0").asText())
                .isEqualTo("(kind == SPAN_KIND_SERVER or kind == SPAN_KIND_CONSUMER) and"
                        + " attributes[\"http.route\"] != \"/api/orders/{id}/events\" and"
                        + " end_time_unix_nano - start_time_unix_nano > 1000000000");
    }

    @Test
    void shouldDecideNothing_whenAnyServiceRunsAsFunctions() throws Exception {
        StackLocation mixed = new StackLocation(
                DeploymentEnvironments.load("prod")
                        .inOneForm(Form.FARGATE)
                        .withForms(Map.of("user-service", Form.LAMBDA)),
                "eu-west-1");

        assertThat(read(new OtelCollector(mixed).forTask()).has("processors")).isFalse();
        assertThat(read(functionConfiguration()).has("processors")).isFalse();
    }

    @Test
    void shouldHaveNoSendingQueue_whenInAFunction() throws Exception {
        assertThat(read(functionConfiguration())
                        .at("/exporters/otlphttp/sending_queue/enabled")
                        .asBoolean(true))
                .isFalse();
    }

    private static String functionConfiguration() {
        Map<String, String> variables = COLLECTOR.forFunction();
        String uri = variables.get("OPENTELEMETRY_COLLECTOR_CONFIG_URI");
        assertThat(uri).startsWith("env:");
        return variables.get(uri.substring("env:".length()));
    }

    private static JsonNode read(String configuration) throws Exception {
        return new YAMLMapper().readTree(configuration);
    }
}
