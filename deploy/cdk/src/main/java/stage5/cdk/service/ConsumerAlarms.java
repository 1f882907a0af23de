package stage5.cdk.service;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;
import stage5.cdk.ServiceMetrics;
import stage5.cdk.StackLocation;
import stage5.cdk.alerts.ThresholdAlarm;
import stage5.cdk.data.QueuePair;
import stage5.cdk.data.ServiceData;

/**
 * The alarms on the queues of a service. They roll a deployment back: a consumer that reports failed messages in a partial
 * batch response has not failed itself, so no metric of its compute resources shows them.
 */
final class ConsumerAlarms extends Construct {

    private static final Duration MINUTE = Duration.minutes(1);

    /** Alarm threshold for the age of a message, in seconds: longer than a consumer's back-off after a failure. */
    private static final double MESSAGE_AGE_THRESHOLD = 300;

    /** Alarm threshold for failed messages in a minute: a few fail whenever a store or a provider is slow. */
    private static final double FAILURES_THRESHOLD = 5;

    private final StackLocation location;
    private final List<Alarm> alarms = new ArrayList<>();

    ConsumerAlarms(Construct scope, StackLocation location, ServiceData data) {
        super(scope, "Consumers");
        this.location = location;
        if (!data.queues().isEmpty()) {
            addFailuresAlarm(data.topology().service());
        }
        data.queues().forEach(this::addQueueAlarms);
    }

    List<Alarm> alarms() {
        return alarms;
    }

    private void addFailuresAlarm(String service) {
        add(
                "failures",
                ThresholdAlarm.ofSeveralPeriods(
                        location.qualified(service + "-failures"),
                        "Messages of %s fail: see its log, and the dead-letter queues later".formatted(service),
                        ServiceMetrics.of(service, "stage5_consumer_failed_total", "Sum", MINUTE),
                        FAILURES_THRESHOLD));
    }

    private void addQueueAlarms(String name, QueuePair pair) {
        add(
                name + "-dead-letters",
                ThresholdAlarm.ofOnePeriod(
                        location.qualified(name + "-dead-letters"),
                        "Messages of %s are in the dead-letter queue: ./stage5 dlq show".formatted(name),
                        depth(pair.deadLetters()),
                        0));
        add(
                name + "-waits",
                ThresholdAlarm.ofSeveralPeriods(
                        location.qualified(name + "-waits"),
                        "Messages of %s wait too long: its consumer is down or too slow".formatted(name),
                        age(pair.queue()),
                        MESSAGE_AGE_THRESHOLD));
    }

    private void add(String id, ThresholdAlarm alarm) {
        alarms.add(alarm.addTo(this, id));
    }

    static IMetric age(IQueue queue) {
        return queue.metricApproximateAgeOfOldestMessage(maximum());
    }

    static IMetric depth(IQueue queue) {
        return queue.metricApproximateNumberOfMessagesVisible(maximum());
    }

    private static MetricOptions maximum() {
        return MetricOptions.builder().period(MINUTE).statistic("Maximum").build();
    }
}
