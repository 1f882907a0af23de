package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.cdk.config.LambdaSettings.Kind;
import stage5.cdk.service.ServiceStack;
import stage5.topology.Topology;

class ServiceBuildTests {

    @Test
    void shouldReadTheBuildOfAService_whenTheContextNamesIt() {
        assertThat(builds(Map.of("order-service.build", "native", "user-service.build", "jvm")))
                .isEqualTo(Map.of("order-service", Kind.NATIVE, "user-service", Kind.JVM));
        assertThat(builds(Map.of())).isEmpty();
        assertThatThrownBy(() -> builds(Map.of("order-service.build", "graal"))).hasMessageContaining("jvm and native");
    }

    @Test
    void shouldRunTheNativeImage_whenTheBuildOfTasksIsNative() {
        assertThat(image(Kind.NATIVE)).contains(":1.0.0-arm64-native");
        assertThat(image(null)).contains(":1.0.0").doesNotContain("native");
    }

    private static String image(Kind build) {
        StackLocation location =
                new StackLocation(DeploymentEnvironments.load("dev").inOneForm(Form.FARGATE), "us-east-1");
        return SynthesisedStack.of(
                        app -> new ServiceStack(app, location, Topology.load().of("order-service"), "1.0.0", build))
                .only("AWS::ECS::TaskDefinition")
                .get("ContainerDefinitions")
                .toString();
    }

    private static Map<String, Kind> builds(Map<String, String> context) {
        NodeJs.require();
        App app = new App(AppProps.builder().context(context).build());
        return new SynthesisContext(app.getNode()).builds(DeploymentEnvironments.load("dev"));
    }
}
