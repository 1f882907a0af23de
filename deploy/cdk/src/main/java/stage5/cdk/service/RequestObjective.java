package stage5.cdk.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.BurnRateConfigurationProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.DimensionProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.GoalProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.IntervalProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.MetricDataQueryProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.MetricProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.MetricStatProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.MonitoredRequestCountMetricProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.RequestBasedSliMetricProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.RequestBasedSliProperty;
import software.amazon.awscdk.services.applicationsignals.CfnServiceLevelObjective.RollingIntervalProperty;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmRule;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.CompositeAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricStatConfig;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.cdk.alerts.AlarmTopic;

/**
 * Adds request-based <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html">service
 * level objectives</a> of Application Signals over 30 days, each with an alarm per {@link BurnRate}. The indicators are metrics that
 * count every request. Those that Application Signals itself derives from spans count only the traces that are kept.
 */
final class RequestObjective {

    private static final int DAYS = 30;
    private static final double WARN_AT_PERCENT_LEFT = 50;

    private final Construct scope;
    private final StackLocation location;
    private final AlarmTopic alarmTopic;

    RequestObjective(Construct scope, StackLocation location) {
        this.scope = scope;
        this.location = location;
        this.alarmTopic = AlarmTopic.of(scope, location);
    }

    /** Returns what counts the bad requests: the sum of the metrics. */
    static MonitoredRequestCountMetricProperty bad(List<IMetric> metrics) {
        return MonitoredRequestCountMetricProperty.builder()
                .badCountMetric(sum("bad", metrics))
                .build();
    }

    /** Returns what counts the good requests. */
    static MonitoredRequestCountMetricProperty good(IMetric metric) {
        return MonitoredRequestCountMetricProperty.builder()
                .goodCountMetric(sum("good", List.of(metric)))
                .build();
    }

    /** Returns the queries of metrics and, if there are several, of their sum. */
    private static List<MetricDataQueryProperty> sum(String id, List<IMetric> metrics) {
        if (metrics.size() == 1) {
            return List.of(query(id, metrics.getFirst(), true));
        }
        List<MetricDataQueryProperty> queries = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            queries.add(query(id + i, metrics.get(i), false));
        }
        queries.add(MetricDataQueryProperty.builder()
                .id(id)
                .expression("SUM(METRICS())")
                .returnData(true)
                .build());
        return queries;
    }

    private static MetricDataQueryProperty query(String id, IMetric metric, boolean returned) {
        MetricStatConfig config = metric.toMetricConfig().getMetricStat();
        return MetricDataQueryProperty.builder()
                .id(id)
                .metricStat(MetricStatProperty.builder()
                        .metric(MetricProperty.builder()
                                .namespace(config.getNamespace())
                                .metricName(config.getMetricName())
                                .dimensions(config.getDimensions().stream()
                                        .map(dimension -> DimensionProperty.builder()
                                                .name(dimension.getName())
                                                .value(dimension.getValue().toString())
                                                .build())
                                        .toList())
                                .build())
                        .period(config.getPeriod().toSeconds())
                        .stat(config.getStatistic())
                        .build())
                .returnData(returned)
                .build();
    }

    /**
     * Adds an objective to the scope, and its alarms.
     *
     * @param name part of the names of the objective and its alarms
     * @param goal share of good requests, in percent
     * @param all number of all requests
     */
    void add(String id, String name, double goal, IMetric all, MonitoredRequestCountMetricProperty counted) {
        String qualified = location.qualified(name);
        CfnServiceLevelObjective slo = CfnServiceLevelObjective.Builder.create(scope, id)
                .name(qualified)
                .requestBasedSli(RequestBasedSliProperty.builder()
                        .requestBasedSliMetric(RequestBasedSliMetricProperty.builder()
                                .totalRequestCountMetric(sum("all", List.of(all)))
                                .monitoredRequestCountMetric(counted)
                                .build())
                        .build())
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
            addAlarm(slo, qualified, rate);
        }
    }

    private void addAlarm(CfnServiceLevelObjective slo, String name, BurnRate rate) {
        List<Alarm> windows = Stream.of(rate.shortWindow(), rate.longWindow())
                .map(window -> window(slo, name, rate, window))
                .toList();
        CompositeAlarm both = CompositeAlarm.Builder.create(
                        scope, "%s-%s".formatted(slo.getNode().getId(), rate))
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
                        scope, "%s-%s-%d".formatted(slo.getNode().getId(), rate, window.toMinutes()))
                .metric(Metric.Builder.create()
                        .namespace("AWS/ApplicationSignals")
                        .metricName("BurnRate")
                        .dimensionsMap(new TreeMap<>(
                                Map.of("SloName", name, "BurnRateWindowMinutes", String.valueOf(window.toMinutes()))))
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
