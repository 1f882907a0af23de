package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

class SynthesisContextTests {

    static Stream<String> services() {
        return Topology.load().services().stream().map(ServiceTopology::service);
    }

    @BeforeEach
    void needsNode() {
        NodeJs.require();
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldSelectTheForm_whenTheServiceIsNamed(String service) {
        DeploymentEnvironment environment = of(Map.of(service, "fargate")).environment();

        assertThat(environment.compute().formOf(service)).isEqualTo(Form.FARGATE);
        assertThat(services().filter(other -> !other.equals(service)))
                .allSatisfy(
                        other -> assertThat(environment.compute().formOf(other)).isEqualTo(Form.LAMBDA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "staging", "prod", "bench"})
    void shouldHaveAFormPerService_whenAnEnvironmentIsLoaded(String environment) {
        assertThat(DeploymentEnvironments.load(environment).compute().forms().keySet())
                .containsExactlyInAnyOrderElementsOf(services().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "Order-Service", "enviroment", "form"})
    void shouldThrow_whenAKeyIsUnknown(String key) {
        SynthesisContext context = of(Map.of(key, "lambda"));

        assertThatThrownBy(context::environment)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Unknown context [" + key + "]")
                .hasMessageContainingAll("active", "catalog-service", "environment", "order-service", "version");
    }

    @Test
    void shouldConnectTasks_whenEveryServiceHasTheContainerForm() {
        Map<String, Object> context = new TreeMap<>(Map.of("discovery", "service-connect"));
        services().forEach(service -> context.put(service, "fargate"));

        assertThat(of(context).environment().compute().connectsTasks()).isTrue();
        context.remove("discovery");
        assertThat(of(context).environment().compute().connectsTasks()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lambda", "mixed"})
    void shouldThrow_whenFunctionsWouldHaveToUseServiceConnect(String forms) {
        Map<String, Object> context = new TreeMap<>(Map.of("discovery", "service-connect"));
        if (forms.equals("mixed")) {
            context.put("order-service", "fargate");
        }
        SynthesisContext mixed = of(context);

        assertThatThrownBy(mixed::environment)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs the container form of every service");
    }

    @Test
    void shouldThrow_whenTheDiscoveryIsUnknown() {
        SynthesisContext context = of(Map.of("discovery", "dns"));

        assertThatThrownBy(context::environment)
                .hasMessage("Unknown discovery dns; known are load-balancer and service-connect");
    }

    @Test
    void shouldAcceptTheKeysOfTheCdk_whenItsCommandLineSetsThem() {
        assertThat(of(Map.of(
                                "@aws-cdk/core:newStyleStackSynthesis",
                                true,
                                "aws:cdk:enable-path-metadata",
                                true,
                                "acknowledged-issue-numbers",
                                "34892"))
                        .environment()
                        .name())
                .isEqualTo("dev");
    }

    private static SynthesisContext of(Map<String, Object> context) {
        App app = new App(
                AppProps.builder().context(context).analyticsReporting(false).build());
        return new SynthesisContext(app.getNode());
    }
}
