package stage5.cdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awscdk.assertions.Match.absent;
import static software.amazon.awscdk.assertions.Match.anyValue;
import static software.amazon.awscdk.assertions.Match.arrayWith;
import static software.amazon.awscdk.assertions.Match.objectLike;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.assertions.Matcher;
import software.amazon.awscdk.assertions.Template;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.topology.Topology;

class ServiceAlarmsTests {

    /** Of order-service: availability, latency, and four of operations. */
    private static final int OBJECTIVES = 6;

    private static Template functions;
    private static Template tasks;

    @BeforeAll
    static void synthesise() {
        functions = orders(Form.LAMBDA);
        tasks = orders(Form.FARGATE);
    }

    @ParameterizedTest
    @CsvSource({
        "LAMBDA, AWS/ApiGateway, Count, Latency, TC(:200)",
        "FARGATE, AWS/ApplicationELB, RequestCount, TargetResponseTime, TC(:0.2)"
    })
    void shouldCountAllRequestsForObjectives_whenInEitherForm(
            Form form, String namespace, String all, String latency, String fast) {
        of(form).resourceCountIs("AWS::ApplicationSignals::ServiceLevelObjective", OBJECTIVES);
        of(form).hasResourceProperties(
                        "AWS::ApplicationSignals::ServiceLevelObjective",
                        Map.of(
                                "Name",
                                "stage5-prod-order-service-latency",
                                "RequestBasedSli",
                                Map.of(
                                        "RequestBasedSliMetric",
                                        Map.of(
                                                "TotalRequestCountMetric",
                                                List.of(counted(namespace, all, "Sum")),
                                                "MonitoredRequestCountMetric",
                                                Map.of("GoodCountMetric", List.of(counted(namespace, latency, fast))))),
                                "Goal",
                                objectLike(Map.of("AttainmentGoal", 99)),
                                "BurnRateConfigurations",
                                List.of(
                                        Map.of("LookBackWindowMinutes", 5),
                                        Map.of("LookBackWindowMinutes", 60),
                                        Map.of("LookBackWindowMinutes", 30),
                                        Map.of("LookBackWindowMinutes", 360))));
    }

    @Test
    void shouldCountFailuresOfTasksAndBalancer_whenAvailabilityIsMeasured() {
        tasks.hasResourceProperties(
                "AWS::ApplicationSignals::ServiceLevelObjective",
                Map.of(
                        "Name",
                        "stage5-prod-order-service-availability",
                        "RequestBasedSli",
                        Map.of(
                                "RequestBasedSliMetric",
                                objectLike(Map.of(
                                        "MonitoredRequestCountMetric",
                                        Map.of(
                                                "BadCountMetric",
                                                arrayWith(
                                                        List.of(
                                                                objectLike(
                                                                        Map.of(
                                                                                "Expression",
                                                                                "SUM(METRICS())",
                                                                                "ReturnData",
                                                                                true))))))))));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldAlarmOnlyOnBothWindows_whenABudgetBurnsTooFast(Form form) {
        of(form).resourceCountIs("AWS::CloudWatch::CompositeAlarm", 2 * OBJECTIVES);
        of(form).hasResourceProperties(
                        "AWS::CloudWatch::CompositeAlarm",
                        Map.of(
                                "AlarmName",
                                "stage5-prod-order-service-availability-burns-fast",
                                "AlarmActions",
                                List.of(anyValue()),
                                "AlarmRule",
                                objectLike(Map.of(
                                        "Fn::Join", arrayWith(List.of(arrayWith(List.of("\") AND ALARM(\""))))))));
        of(form).hasResourceProperties(
                        "AWS::CloudWatch::Alarm",
                        Map.of(
                                "Namespace",
                                "AWS/ApplicationSignals",
                                "MetricName",
                                "BurnRate",
                                "Threshold",
                                14.4,
                                "AlarmActions",
                                absent(),
                                "Dimensions",
                                arrayWith(List.of(Map.of("Name", "BurnRateWindowMinutes", "Value", "60")))));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldCountOneOperation_whenItHasAnObjective(Form form) {
        of(form).hasResourceProperties(
                        "AWS::ApplicationSignals::ServiceLevelObjective",
                        Map.of(
                                "Name",
                                "stage5-prod-order-service-place-order",
                                "RequestBasedSli",
                                Map.of(
                                        "RequestBasedSliMetric",
                                        Map.of(
                                                "TotalRequestCountMetric",
                                                List.of(counted(
                                                        "StageFive", "http_server_requests_seconds", "SampleCount")),
                                                "MonitoredRequestCountMetric",
                                                Map.of(
                                                        "GoodCountMetric",
                                                        List.of(
                                                                counted(
                                                                        "StageFive",
                                                                        "http_server_requests_seconds",
                                                                        "TC(:0.2)")))))));
        of(form).hasResourceProperties(
                        "AWS::ApplicationSignals::ServiceLevelObjective",
                        Map.of("Name", "stage5-prod-order-service-order-to-confirmed"));
        of(form).hasResourceProperties(
                        "AWS::ApplicationSignals::ServiceLevelObjective",
                        Map.of("Name", "stage5-prod-order-service-projection-lag"));
    }

    private static Matcher counted(String namespace, String metric, String statistic) {
        return objectLike(Map.of(
                "MetricStat",
                objectLike(Map.of(
                        "Metric",
                        objectLike(Map.of("Namespace", namespace, "MetricName", metric)),
                        "Period",
                        60,
                        "Stat",
                        statistic)),
                "ReturnData",
                true));
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
                // A window of a burn rate notifies through its composite alarm.
                .filteredOn(alarm -> !"BurnRate".equals(alarm.get("MetricName")))
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
