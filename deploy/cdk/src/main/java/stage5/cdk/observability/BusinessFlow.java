package stage5.cdk.observability;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.AnomalyDetectionAlarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.constructs.Construct;
import stage5.cdk.ServiceMetrics;
import stage5.cdk.Site;
import stage5.cdk.alerts.Alerts;

/**
 * Whether business goes on as it usually does at this hour, by what order-service and notification-worker count. Of
 * what is good, too little is told; of what is bad, too much (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html">anomaly
 * detection</a>).
 */
final class BusinessFlow extends Construct {

    private static final Duration PERIOD = Duration.minutes(5);

    /** Half an hour: a quiet five minutes are no incident. */
    private static final int PERIODS = 6;

    /** Half the width of what is usual, in standard deviations. */
    private static final int DEVIATIONS = 3;

    private final Site site;
    private final Alerts alerts;
    private final SequencedMap<String, IMetric> metrics = new LinkedHashMap<>();

    BusinessFlow(Construct scope, Site site, Alerts alerts) {
        super(scope, "Business");
        this.site = site;
        this.alerts = alerts;
        tooFew("orders-accepted", "order-service", "stage5_orders_placed_total");
        tooFew("orders-confirmed", "order-service", "stage5_orders_confirmed_total");
        tooMany("payments-refused", Map.of("reason", "payment-refused"));
        tooMany("payments-timed-out", Map.of("reason", "payment-timeout"));
        tooFew("mails", "notification-worker", "stage5_mails_total");
    }

    /** Returns what is counted in five minutes, by name. */
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

    private void alarm(String name, String description, IMetric metric, ComparisonOperator unusual) {
        metrics.put(name, metric);
        alerts.hear(AnomalyDetectionAlarm.Builder.create(this, name)
                .alarmName(site.qualified(name + "-unusual"))
                .alarmDescription(description.formatted(name.replace('-', ' ')))
                .metric(metric)
                .stdDevs(DEVIATIONS)
                .comparisonOperator(unusual)
                .evaluationPeriods(PERIODS)
                .datapointsToAlarm(PERIODS - 1)
                .treatMissingData(TreatMissingData.IGNORE)
                .build());
    }
}
