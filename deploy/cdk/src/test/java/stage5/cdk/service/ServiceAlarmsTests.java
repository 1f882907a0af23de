package stage5.cdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awscdk.assertions.Match.anyValue;
import static software.amazon.awscdk.assertions.Match.arrayWith;
import static software.amazon.awscdk.assertions.Match.objectLike;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.assertions.Template;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.topology.Topology;

class ServiceAlarmsTests {

    private static Template functions;
    private static Template tasks;

    @BeforeAll
    static void synthesise() {
        functions = orders(Form.LAMBDA);
        tasks = orders(Form.FARGATE);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldAlarmOnTheFirstDeadLetter_whenInEitherForm(Form form) {
        of(form).hasResourceProperties(
                        "AWS::CloudWatch::Alarm",
                        Map.of(
                                "AlarmName",
                                "stage5-prod-order-saga-dead-letters",
                                "MetricName",
                                "ApproximateNumberOfMessagesVisible",
                                "Threshold",
                                0,
                                "EvaluationPeriods",
                                1));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldAlarmOnBacklogs_whenInEitherForm(Form form) {
        of(form).hasResourceProperties(
                        "AWS::CloudWatch::Alarm",
                        Map.of(
                                "AlarmName",
                                "stage5-prod-order-saga-waits",
                                "MetricName",
                                "ApproximateAgeOfOldestMessage"));
        of(form).hasResourceProperties(
                        "AWS::CloudWatch::Alarm",
                        Map.of(
                                "AlarmName",
                                "stage5-prod-order-service-outbox",
                                "Namespace",
                                "StageFive",
                                "MetricName",
                                "stage5_outbox_age",
                                "Dimensions",
                                List.of(Map.of("Name", "Service", "Value", "order-service"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-http", "order-queues", "order-sweep", "order-deadlines", "order-sales"})
    void shouldAlarmOnErrorsThrottlesAndLatency_whenTheServiceRunsAsFunctions(String function) {
        for (String metric : List.of("Errors", "Throttles", "Duration")) {
            functions.hasResourceProperties(
                    "AWS::CloudWatch::Alarm",
                    Map.of(
                            "Namespace",
                            "AWS/Lambda",
                            "MetricName",
                            metric,
                            "AlarmActions",
                            List.of(anyValue()),
                            "OKActions",
                            List.of(anyValue()),
                            "Dimensions",
                            arrayWith(List.of(objectLike(Map.of("Name", "FunctionName"))))));
        }
        functions.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Map.of(
                        "AlarmName",
                        "stage5-prod-order-service-%s-slow".formatted(function),
                        "ExtendedStatistic",
                        "p99"));
    }

    @Test
    void shouldAlarmOnErrorsAndLatency_whenTheServiceRunsAsTasks() {
        tasks.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Map.of("MetricName", "HTTPCode_Target_5XX_Count", "AlarmActions", List.of(anyValue())));
        tasks.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Map.of(
                        "AlarmName",
                        "stage5-prod-order-service-balancer-slow",
                        "ExtendedStatistic",
                        "p99",
                        "Threshold",
                        1));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldNotifyOnStartAndEnd_whenAnAlarmFires(Form form) {
        assertThat(of(form).findResources("AWS::CloudWatch::Alarm").values())
                .isNotEmpty()
                .extracting(alarm -> (Map<?, ?>) alarm.get("Properties"))
                // The alarms of target tracking aren't in the template: AWS creates them.
                .allSatisfy(alarm -> assertThat(alarm.get("AlarmActions"))
                        .isEqualTo(alarm.get("OKActions"))
                        .matches(Objects::nonNull));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldHaveItsOwnDashboard_whenInEitherForm(Form form) {
        of(form).hasResourceProperties(
                        "AWS::CloudWatch::Dashboard", Map.of("DashboardName", "stage5-prod-order-service-us-east-1"));
    }

    private static Template of(Form form) {
        return form == Form.LAMBDA ? functions : tasks;
    }

    private static Template orders(Form form) {
        StackLocation location =
                new StackLocation(DeploymentEnvironments.load("prod").inOneForm(form), "us-east-1");
        return SynthesisedStack.of(
                        app -> new ServiceStack(app, location, Topology.load().of("order-service"), "1.0.0"))
                .template();
    }
}
