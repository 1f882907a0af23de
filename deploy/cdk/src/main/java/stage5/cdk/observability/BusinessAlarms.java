package stage5.cdk.observability;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.AnomalyDetectionAlarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.constructs.Construct;
import stage5.cdk.ServiceMetrics;
import stage5.cdk.StackLocation;
import stage5.cdk.alerts.AlarmTopic;

/**
 * Alarms on business metrics of order-service and notification-worker that deviate from their usual values at that hour:
 * too few orders and mails, too many failed payments (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html">anomaly
 * detection</a>).
 */
final class BusinessAlarms extends Construct {

    private static final Duration PERIOD = Duration.minutes(5);

    /** Half an hour, because five quiet minutes are normal. */
    private static final int PERIODS = 6;

    /** Half the width of the band of usual values, in standard deviations. */
    private static final int DEVIATIONS = 3;

    private final StackLocation location;
    private final AlarmTopic alarmTopic;
    private final SequencedMap<String, IMetric> metrics = new LinkedHashMap<>();

    BusinessAlarms(Construct scope, StackLocation location, AlarmTopic alarmTopic) {
        super(scope, "Business");
        this.location = location;
        this.alarmTopic = alarmTopic;
        tooFew("orders-accepted", "order-service", "stage5_orders_placed_total");
        tooFew("orders-confirmed", "order-service", "stage5_orders_confirmed_total");
        tooMany("payments-refused", Map.of("reason", "payment-refused"));
        tooMany("payments-timed-out", Map.of("reason", "payment-timeout"));
        tooFew("mails", "notification-worker", "stage5_mails_total");
    }

    /** Returns the metrics by name, as sums over five minutes. */
    SequencedMap<String, IMetric> metrics() {
        return metrics;
    }

    private void tooFew(String name, String service, String metric) {
        alarm(
                name,
                "Fewer %s than usual at this hour",
                ServiceMetrics.of(service, metric, "Sum", PERIOD),
                ComparisonOperator.LESS_THAN_LOWER_THRESHOLD);
    }

    private void tooMany(String name, Map<String, String> reason) {
        alarm(
                name,
                "More %s than usual at this hour",
                ServiceMetrics.of("order-service", "stage5_orders_rejected_total", "Sum", PERIOD, reason),
                ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD);
    }

    /**
     * Functions report a counter only when it changes. So a period without orders has no data, and no alarm on the metric
     * itself could fire.
     */
    private static IMetric zeroIfMissing(IMetric metric) {
        return MathExpression.Builder.create()
                .expression("FILL(reported, 0)")
                .usingMetrics(Map.of("reported", metric))
                .period(PERIOD)
                .build();
    }

    private void alarm(String name, String description, IMetric metric, ComparisonOperator operator) {
        metrics.put(name, metric);
        alarmTopic.notifyOn(AnomalyDetectionAlarm.Builder.create(this, name)
                .alarmName(location.qualified(name + "-unusual"))
                .alarmDescription(description.formatted(name.replace('-', ' ')))
                .metric(zeroIfMissing(metric))
                .stdDevs(DEVIATIONS)
                .comparisonOperator(operator)
                .evaluationPeriods(PERIODS)
                .datapointsToAlarm(PERIODS - 1)
                .treatMissingData(TreatMissingData.IGNORE)
                .build());
    }
}
