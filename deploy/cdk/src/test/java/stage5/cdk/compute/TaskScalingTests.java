package stage5.cdk.compute;

import static software.amazon.awscdk.assertions.Match.objectLike;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.FargateSettings;

class TaskScalingTests {

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void shouldScaleByForecast_whenTheEnvironmentEnablesIt(boolean predictive, int policies) {
        FargateSettings settings = new FargateSettings(256, 512, 1, 4, 0, 0, predictive, List.of(), null);

        SynthesisedStack.of(app -> scaled(app, settings))
                .template()
                .resourcePropertiesCountIs(
                        "AWS::ApplicationAutoScaling::ScalingPolicy",
                        objectLike(Map.of(
                                "PolicyType",
                                "PredictiveScaling",
                                "PredictiveScalingPolicyConfiguration",
                                objectLike(Map.of("Mode", "ForecastAndScale")))),
                        policies);
    }

    private static Stack scaled(App app, FargateSettings settings) {
        Stack stack = new Stack(app, "scaled");
        FargateTaskDefinition task =
                FargateTaskDefinition.Builder.create(stack, "Task").build();
        task.addContainer(
                "service",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromRegistry("service"))
                        .build());
        FargateService service = FargateService.Builder.create(stack, "Service")
                .cluster(Cluster.Builder.create(stack, "Cluster")
                        .vpc(new Vpc(stack, "Network"))
                        .build())
                .minHealthyPercent(100)
                .taskDefinition(task)
                .build();
        TaskScaling.configure(service, settings, Map.of());
        return stack;
    }
}
