package stage5.cdk.service;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;
import stage5.cdk.ServiceMetrics;
import stage5.cdk.Site;
import stage5.cdk.alerts.Alerts;
import stage5.cdk.compute.Compute;
import stage5.cdk.compute.Vitals;
import stage5.cdk.data.QueuePair;
import stage5.cdk.data.ServiceData;

/** Who is told when a service is ill, and the page that shows how it is. */
final class ServiceWatch extends Construct {

    private static final Duration MINUTE = Duration.minutes(1);

    /** Seconds that a message may wait: longer than a consumer's pause after a failure. */
    private static final double OLD_MESSAGE = 300;

    /** Seconds that an event may lie in the outbox: two sweeps of a function. */
    private static final double OLD_EVENT = 120;

    /** Of {@value #LOOKS}: one outlier is no illness. */
    private static final int BAD_LOOKS = 3;

    private static final int LOOKS = 5;

    private final Site site;
    private final Alerts alerts;

    ServiceWatch(Construct scope, Site site, ServiceData data, Compute compute) {
        super(scope, "Watch");
        this.site = site;
        this.alerts = Alerts.of(this, site);
        String service = data.topology().service();
        compute.alarms().forEach(alerts::hear);
        compute.vitals().forEach(vitals -> watchLatency(service, vitals));
        data.queues().forEach(this::watchQueue);
        data.topic().ifPresent(topic -> watchOutbox(service));
        new ServiceDashboard(this, site, data, compute);
    }

    private void watchLatency(String service, Vitals vitals) {
        alarm(
                "%s-%s-slow".formatted(service, vitals.of()),
                "%s of %s is slow at the 99th percentile".formatted(vitals.of(), service),
                vitals.latency(),
                vitals.slow(),
                BAD_LOOKS);
    }

    private void watchQueue(String name, QueuePair pair) {
        alarm(
                name + "-dead-letters",
                "Messages of %s have failed for good: ./stage5 dlq show".formatted(name),
                depth(pair.deadLetters()),
                0,
                1);
        alarm(
                name + "-waits",
                "Messages of %s wait: its consumer is down, or too slow".formatted(name),
                age(pair.queue()),
                OLD_MESSAGE,
                BAD_LOOKS);
    }

    private void watchOutbox(String service) {
        alarm(
                service + "-outbox",
                "Events of %s wait for SNS: nobody else has heard of what happened".formatted(service),
                outboxAge(service),
                OLD_EVENT,
                BAD_LOOKS);
    }

    private void alarm(String name, String description, IMetric metric, double threshold, int badLooks) {
        alerts.hear(Alarm.Builder.create(this, name)
                .alarmName(site.qualified(name))
                .alarmDescription(description)
                .metric(metric)
                .threshold(threshold)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(badLooks == 1 ? 1 : LOOKS)
                .datapointsToAlarm(badLooks)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build());
    }

    static IMetric age(Queue queue) {
        return queue.metricApproximateAgeOfOldestMessage(maximum());
    }

    static IMetric depth(Queue queue) {
        return queue.metricApproximateNumberOfMessagesVisible(maximum());
    }

    static IMetric outboxAge(String service) {
        return ServiceMetrics.of(service, "stage5_outbox_age", "Maximum", MINUTE);
    }

    private static MetricOptions maximum() {
        return MetricOptions.builder().period(MINUTE).statistic("Maximum").build();
    }
}
