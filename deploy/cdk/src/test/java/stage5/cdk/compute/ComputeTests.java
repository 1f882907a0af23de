package stage5.cdk.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awscdk.assertions.Match.anyValue;
import static software.amazon.awscdk.assertions.Match.arrayWith;
import static software.amazon.awscdk.assertions.Match.objectLike;
import static software.amazon.awscdk.assertions.Match.stringLikeRegexp;

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
import stage5.cdk.TwoRegions;
import stage5.cdk.config.Form;
import stage5.cdk.service.ServiceStack;
import stage5.topology.Topology;

class ComputeTests {

    private static Template users;
    private static Template notifications;

    @BeforeAll
    static void synthesise() {
        users = synthesise("user-service", Form.LAMBDA);
        notifications = synthesise("notification-worker", Form.FARGATE);
    }

    @ParameterizedTest
    @CsvSource({
        "STAGE5_TOKENS_KEYS, stage5/prod/signing-keys",
        "STAGE5_ADMIN_PASSWORD, stage5/prod/administrator",
        "QUARKUS_REDIS_PASSWORD, stage5/prod/redis",
        "QUARKUS_REDIS_SESSIONS_PASSWORD, stage5/prod/redis"
    })
    void shouldResolveSecretsAtDeployment_whenTheServiceRunsAsFunctions(String variable, String secret) {
        users.hasResourceProperties(
                "AWS::Lambda::Function",
                Map.of(
                        "FunctionName",
                        "user-http",
                        "Environment",
                        Map.of(
                                "Variables",
                                objectLike(Map.of(
                                        variable,
                                        stringLikeRegexp("^\\{\\{resolve:secretsmanager:%s:SecretString:.*"
                                                .formatted(secret)))))));
    }

    @ParameterizedTest
    @CsvSource({"QUARKUS_MAILER_USERNAME, username", "QUARKUS_MAILER_PASSWORD, password"})
    void shouldReadSecretsAtStart_whenTheServiceRunsAsTasks(String variable, String field) {
        String part = ":secretsmanager:us-east-1:333333333333:secret:stage5/prod/smtp:%s::".formatted(field);
        Map<String, Object> from = Map.of("Fn::Join", List.of("", arrayWith(List.of(part))));
        Map<String, Object> container = Map.of(
                "Name",
                "notification-worker",
                "Secrets",
                arrayWith(List.of(Map.of("Name", variable, "ValueFrom", from))));

        notifications.hasResourceProperties(
                "AWS::ECS::TaskDefinition", Map.of("ContainerDefinitions", arrayWith(List.of(objectLike(container)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user-http", "user-sweep"})
    void shouldSendSpansThroughACollector_whenTheServiceRunsAsFunctions(String function) {
        users.hasResourceProperties(
                "AWS::Lambda::Function",
                Map.of(
                        "FunctionName",
                        function,
                        "Layers",
                        List.of(stringLikeRegexp("^arn:aws:lambda:us-east-1:.*:layer:aws-otel-collector-arm64-.*")),
                        "Environment",
                        Map.of(
                                "Variables",
                                objectLike(Map.of(
                                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                                        OtelCollector.ENDPOINT,
                                        "QUARKUS_OTEL_RESOURCE_ATTRIBUTES",
                                        "deployment.environment.name=prod,aws.log.group.names=/aws/lambda/" + function,
                                        "STAGE5_LOG_GROUP",
                                        "/aws/lambda/" + function,
                                        "STAGE5_TELEMETRY_SAMPLING_RATE",
                                        "0.05",
                                        "STAGE5_TELEMETRY_SAMPLING_TAIL",
                                        "false",
                                        "STAGE5_METRICS_NAMESPACE",
                                        "StageFive")))));
    }

    @Test
    void shouldPublishMetricsAndNameTheLogGroup_whenTheServiceRunsAsTasks() {
        String log = "/stage5/ecs/notification-worker";
        Map<String, Object> container = Map.of(
                "Name",
                "notification-worker",
                "Environment",
                arrayWith(List.of(
                        Map.of(
                                "Name",
                                "QUARKUS_OTEL_RESOURCE_ATTRIBUTES",
                                "Value",
                                "deployment.environment.name=prod,aws.log.group.names=" + log),
                        Map.of("Name", "STAGE5_LOG_GROUP", "Value", log),
                        Map.of("Name", "STAGE5_METRICS_NAMESPACE", "Value", "StageFive"))));

        notifications.hasResourceProperties(
                "AWS::ECS::TaskDefinition", Map.of("ContainerDefinitions", arrayWith(List.of(objectLike(container)))));
    }

    @Test
    void shouldScaleByBacklogPerTask_whenTheServiceHasAQueue() {
        Map<String, Object> backlog = Map.of("Expression", "waiting / FILL(tasks, 1)");

        notifications.hasResourceProperties(
                "AWS::ApplicationAutoScaling::ScalingPolicy",
                Map.of(
                        "PolicyType",
                        "TargetTrackingScaling",
                        "TargetTrackingScalingPolicyConfiguration",
                        objectLike(Map.of(
                                "TargetValue",
                                100,
                                "CustomizedMetricSpecification",
                                Map.of("Metrics", arrayWith(List.of(objectLike(backlog))))))));
    }

    @Test
    void shouldScaleByTimeOfDay_whenTheEnvironmentEnablesIt() {
        notifications.hasResourceProperties(
                "AWS::ApplicationAutoScaling::ScalableTarget",
                Map.of(
                        "MinCapacity",
                        3,
                        "ScheduledActions",
                        List.of(
                                objectLike(Map.of(
                                        "Schedule",
                                        "cron(0 6 * * ? *)",
                                        "ScalableTargetAction",
                                        Map.of("MinCapacity", 6, "MaxCapacity", 30))),
                                objectLike(Map.of(
                                        "Schedule",
                                        "cron(0 4 * * ? *)",
                                        "ScalableTargetAction",
                                        Map.of("MinCapacity", 3, "MaxCapacity", 30))))));
    }

    @Test
    void shouldLeaveTheNumberOfTasksToAutoScaling_whenTheServiceIsDeployed() {
        assertThat(notifications.findResources("AWS::ECS::Service").toString()).doesNotContain("DesiredCount");
    }

    @Test
    void shouldSendAllRequestsToOneColour_whenNoDeploymentRuns() {
        synthesise("order-service", Form.FARGATE)
                .hasResourceProperties(
                        "AWS::ElasticLoadBalancingV2::ListenerRule",
                        objectLike(Map.of(
                                "Actions",
                                List.of(objectLike(Map.of(
                                        "ForwardConfig",
                                        Map.of(
                                                "TargetGroups",
                                                List.of(
                                                        objectLike(Map.of("Weight", 1)),
                                                        objectLike(Map.of("Weight", 0))))))))));
    }

    @Test
    void shouldRunHalfOfTheTasksOnSpot_whenTheServiceIsAWorker() {
        notifications.hasResourceProperties(
                "AWS::ECS::Service",
                Map.of(
                        "CapacityProviderStrategy",
                        List.of(
                                Map.of("CapacityProvider", "FARGATE", "Weight", 5),
                                Map.of("CapacityProvider", "FARGATE_SPOT", "Weight", 5))));
    }

    @Test
    void shouldDisableSchedules_whenAnotherRegionIsActive() {
        assertThat(synthesise("user-service", Form.LAMBDA, "eu-west-1").findResources("AWS::Scheduler::Schedule"))
                .isNotEmpty()
                .allSatisfy((id, schedule) -> assertThat(schedule.toString())
                        .contains("State=DISABLED")
                        .doesNotContain("ENABLED"));
        users.allResourcesProperties("AWS::Scheduler::Schedule", objectLike(Map.of("State", "ENABLED")));
    }

    @Test
    void shouldDisableTheTasksScheduler_whenAnotherRegionIsActive() {
        Map<String, Object> disabledScheduler = Map.of("Name", "QUARKUS_SCHEDULER_ENABLED", "Value", "false");
        Map<String, Object> container = Map.of("Environment", arrayWith(List.of(disabledScheduler)));
        Map<String, Object> task = Map.of("ContainerDefinitions", arrayWith(List.of(objectLike(container))));

        synthesise("notification-worker", Form.FARGATE, "eu-west-1")
                .hasResourceProperties("AWS::ECS::TaskDefinition", task);
        notifications.resourcePropertiesCountIs("AWS::ECS::TaskDefinition", objectLike(task), 0);
    }

    @Test
    void shouldListenPubliclyOnTls_whenTheGatewayRunsAsTasksInSeveralRegions() {
        Template gateway = synthesise("gateway", Form.FARGATE, "eu-west-1");

        gateway.hasResourceProperties(
                "AWS::ElasticLoadBalancingV2::LoadBalancer", objectLike(Map.of("Scheme", "internet-facing")));
        gateway.resourceCountIs("AWS::ElasticLoadBalancingV2::Listener", 1);
        gateway.hasResourceProperties(
                "AWS::ElasticLoadBalancingV2::Listener",
                objectLike(Map.of(
                        "Port",
                        443,
                        "Protocol",
                        "HTTPS",
                        "SslPolicy",
                        stringLikeRegexp("TLS13-1-2"),
                        "Certificates",
                        List.of(Map.of("CertificateArn", anyValue())))));
        gateway.hasResourceProperties(
                "AWS::CertificateManager::Certificate",
                objectLike(Map.of(
                        "DomainName",
                        "origin.shop.stage5.example",
                        "SubjectAlternativeNames",
                        List.of("nearest.shop.stage5.example"))));
    }

    private static Template synthesise(String service, Form form) {
        return synthesise(service, form, "us-east-1");
    }

    private static Template synthesise(String service, Form form, String region) {
        StackLocation location = new StackLocation(TwoRegions.prod().inOneForm(form), region);
        return SynthesisedStack.of(
                        app -> new ServiceStack(app, location, Topology.load().of(service), "1.0.0"))
                .template();
    }
}
