package stage5.cdk.observability;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.BurnRateConfigurationProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.GoalProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.IntervalProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.RequestBasedSliMetricProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.RequestBasedSliProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.RollingIntervalProperty;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmRule;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.CompositeAlarm;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.cdk.alerts.AlarmTopic;
import stage5.cdk.config.ObservabilitySettings.Objective;

/**
 * The availability and latency objectives of a service, as request-based <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html">service
 * level objectives</a> of Application Signals, each with an alarm per {@link BurnRate}.
 */
final class ServiceObjective extends Construct {

    private static final int DAYS = 30;
    private static final double WARN_AT_PERCENT_LEFT = 50;

    private final StackLocation location;
    private final AlarmTopic alarmTopic;

    ServiceObjective(Construct scope, StackLocation location, Objective objective, AlarmTopic alarmTopic) {
        super(scope, objective.service());
        this.location = location;
        this.alarmTopic = alarmTopic;
        addObjective(
                "availability",
                objective.availability(),
                RequestBasedSliProperty.builder()
                        .requestBasedSliMetric(metric(objective, "AVAILABILITY"))
                        .build());
        addObjective(
                "latency",
                objective.fast(),
                RequestBasedSliProperty.builder()
                        .requestBasedSliMetric(metric(objective, "LATENCY"))
                        .metricThreshold(objective.withinMillis())
                        .comparisonOperator("LessThanOrEqualTo")
                        .build());
    }

    private RequestBasedSliMetricProperty metric(Objective objective, String type) {
        return RequestBasedSliMetricProperty.builder()
                .metricType(type)
                .keyAttributes(Map.of(
                        "Type",
                        "Service",
                        "Name",
                        objective.service(),
                        "Environment",
                        location.environment().name()))
                .build();
    }

    private void addObjective(String what, double goal, RequestBasedSliProperty indicator) {
        String name = location.qualified("%s-%s".formatted(getNode().getId(), what));
        CfnServiceLevelObjective slo = CfnServiceLevelObjective.Builder.create(this, what)
                .name(name)
                .requestBasedSli(indicator)
                .goal(GoalProperty.builder()
                        .attainmentGoal(goal)
                        .warningThreshold(WARN_AT_PERCENT_LEFT)
                        .interval(IntervalProperty.builder()
                                .rollingInterval(RollingIntervalProperty.builder()
                                        .duration(DAYS)
                                        .durationUnit("DAY")
                                        .build())
                                .build())
                        .build())
                .burnRateConfigurations(Stream.of(BurnRate.values())
                        .flatMap(rate -> Stream.of(rate.shortWindow(), rate.longWindow()))
                        .map(window -> BurnRateConfigurationProperty.builder()
                                .lookBackWindowMinutes(window.toMinutes())
                                .build())
                        .toList())
                .build();
        for (BurnRate rate : BurnRate.values()) {
            addAlarm(slo, name, rate);
        }
    }

    private void addAlarm(CfnServiceLevelObjective slo, String name, BurnRate rate) {
        List<Alarm> windows = Stream.of(rate.shortWindow(), rate.longWindow())
                .map(window -> window(slo, name, rate, window))
                .toList();
        CompositeAlarm both = CompositeAlarm.Builder.create(
                        this, "%s-%s".formatted(slo.getNode().getId(), rate))
                .compositeAlarmName("%s-burns-%s".formatted(name, rate.name().toLowerCase(Locale.ROOT)))
                .alarmDescription(
                        "The error budget of %s burns %s times faster than allowed, over the last %s and the last %s"
                                .formatted(name, rate.factor(), rate.longWindow(), rate.shortWindow()))
                .alarmRule(AlarmRule.allOf(windows.toArray(Alarm[]::new)))
                .build();
        alarmTopic.notifyOn(both);
    }

    private Alarm window(CfnServiceLevelObjective slo, String name, BurnRate rate, Duration window) {
        Alarm alarm = Alarm.Builder.create(
                        this, "%s-%s-%d".formatted(slo.getNode().getId(), rate, window.toMinutes()))
                .metric(Metric.Builder.create()
                        .namespace("AWS/ApplicationSignals")
                        .metricName("BurnRate")
                        .dimensionsMap(
                                Map.of("SloName", name, "BurnRateWindowMinutes", String.valueOf(window.toMinutes())))
                        .statistic("Maximum")
                        .period(software.amazon.awscdk.Duration.minutes(1))
                        .build())
                .alarmDescription("One window of a composite alarm; notifies only through that alarm")
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .threshold(rate.factor())
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        alarm.getNode().addDependency(slo);
        return alarm;
    }
}
