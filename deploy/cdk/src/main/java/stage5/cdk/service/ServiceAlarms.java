package stage5.cdk.service;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;
import stage5.cdk.ServiceMetrics;
import stage5.cdk.StackLocation;
import stage5.cdk.alerts.AlarmTopic;
import stage5.cdk.compute.Compute;
import stage5.cdk.compute.HealthMetrics;
import stage5.cdk.data.QueuePair;
import stage5.cdk.data.ServiceData;

/** The alarms and the dashboard of a service. */
final class ServiceAlarms extends Construct {

    private static final Duration MINUTE = Duration.minutes(1);

    /** Alarm threshold for the age of a message, in seconds: longer than a consumer's back-off after a failure. */
    private static final double MESSAGE_AGE_THRESHOLD = 300;

    /** Alarm threshold for the age of an event in the outbox, in seconds: two runs of the sweeper function. */
    private static final double OUTBOX_AGE_THRESHOLD = 120;

    /** Breaching datapoints of {@value #PERIODS} that raise an alarm, so that one outlier doesn't. */
    private static final int BREACHING_PERIODS = 3;

    private static final int PERIODS = 5;

    private final StackLocation location;
    private final AlarmTopic alarmTopic;

    ServiceAlarms(Construct scope, StackLocation location, ServiceData data, Compute compute) {
        super(scope, "Watch");
        this.location = location;
        this.alarmTopic = AlarmTopic.of(this, location);
        String service = data.topology().service();
        compute.alarms().forEach(alarmTopic::notifyOn);
        compute.healthMetrics().forEach(healthMetrics -> addLatencyAlarm(service, healthMetrics));
        data.queues().forEach(this::addQueueAlarms);
        data.topic().ifPresent(topic -> addOutboxAlarm(service));
        new ServiceDashboard(this, location, data, compute);
    }

    private void addLatencyAlarm(String service, HealthMetrics healthMetrics) {
        alarm(
                "%s-%s-slow".formatted(service, healthMetrics.source()),
                "The 99th percentile latency of %s of %s is too high".formatted(healthMetrics.source(), service),
                healthMetrics.latency(),
                healthMetrics.latencyThreshold(),
                BREACHING_PERIODS);
    }

    private void addQueueAlarms(String name, QueuePair pair) {
        alarm(
                name + "-dead-letters",
                "Messages of %s are in the dead-letter queue: ./stage5 dlq show".formatted(name),
                depth(pair.deadLetters()),
                0,
                1);
        alarm(
                name + "-waits",
                "Messages of %s wait too long: its consumer is down or too slow".formatted(name),
                age(pair.queue()),
                MESSAGE_AGE_THRESHOLD,
                BREACHING_PERIODS);
    }

    private void addOutboxAlarm(String service) {
        alarm(
                service + "-outbox",
                "Events of %s stay in the outbox: other services have not received them".formatted(service),
                outboxAge(service),
                OUTBOX_AGE_THRESHOLD,
                BREACHING_PERIODS);
    }

    private void alarm(String name, String description, IMetric metric, double threshold, int breachingPeriods) {
        alarmTopic.notifyOn(Alarm.Builder.create(this, name)
                .alarmName(location.qualified(name))
                .alarmDescription(description)
                .metric(metric)
                .threshold(threshold)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(breachingPeriods == 1 ? 1 : PERIODS)
                .datapointsToAlarm(breachingPeriods)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build());
    }

    static IMetric age(IQueue queue) {
        return queue.metricApproximateAgeOfOldestMessage(maximum());
    }

    static IMetric depth(IQueue queue) {
        return queue.metricApproximateNumberOfMessagesVisible(maximum());
    }

    static IMetric outboxAge(String service) {
        return ServiceMetrics.of(service, "stage5_outbox_age", "Maximum", MINUTE);
    }

    private static MetricOptions maximum() {
        return MetricOptions.builder().period(MINUTE).statistic("Maximum").build();
    }
}
