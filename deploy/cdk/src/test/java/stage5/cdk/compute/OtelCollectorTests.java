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

class OtelCollectorTests {

    private static final OtelCollector COLLECTOR =
            new OtelCollector(new StackLocation(DeploymentEnvironments.load("prod"), "eu-west-1"), "order-service");

    static Stream<String> configurations() {
        return Stream.of(COLLECTOR.forTask(8080, "/stage5/ecs/order-service"), functionConfiguration());
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
            pipeline.path("exporters")
                    .forEach(name -> assertThat(read.path("exporters").has(name.asText()))
                            .isTrue());
        });
        read.at("/service/extensions")
                .forEach(name ->
                        assertThat(read.path("extensions").has(name.asText())).isTrue());
    }

    @Test
    void shouldHaveNoSendingQueue_whenInAFunction() throws Exception {
        assertThat(read(functionConfiguration())
                        .at("/exporters/otlphttp/sending_queue/enabled")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void shouldScrapeTheServicesMetrics_whenBesideATask() throws Exception {
        JsonNode read = read(COLLECTOR.forTask(8080, "/stage5/ecs/order-service"));

        JsonNode scrape = read.at("/receivers/prometheus/config/scrape_configs/0");
        assertThat(scrape.at("/static_configs/0/targets/0").asText()).isEqualTo("127.0.0.1:8080");
        assertThat(scrape.at("/static_configs/0/labels/Service").asText()).isEqualTo("order-service");
        assertThat(read.at("/exporters/awsemf/namespace").asText()).isEqualTo("StageFive");
        assertThat(read.at("/exporters/awsemf/log_group_name").asText()).isEqualTo("/stage5/ecs/order-service");
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
