package stage5.cdk.alerts;

import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.constructs.Construct;

/**
 * An alarm on a metric that must stay at or below a threshold. Periods without data are no breach, because most metrics of
 * errors exist only while there are errors.
 *
 * @param name of the alarm
 * @param breaching the periods of the last {@code periods} that have to breach, so that one outlier raises no alarm
 */
public record ThresholdAlarm(
        String name, String description, IMetric metric, double threshold, int breaching, int periods) {

    /** Returns an alarm that three of five periods raise. */
    public static ThresholdAlarm ofSeveralPeriods(String name, String description, IMetric metric, double threshold) {
        return new ThresholdAlarm(name, description, metric, threshold, 3, 5);
    }

    /** Returns an alarm that a single period raises. */
    public static ThresholdAlarm ofOnePeriod(String name, String description, IMetric metric, double threshold) {
        return new ThresholdAlarm(name, description, metric, threshold, 1, 1);
    }

    /** Adds the alarm to the scope and returns it. */
    public Alarm addTo(Construct scope, String id) {
        return Alarm.Builder.create(scope, id)
                .alarmName(name)
                .alarmDescription(description)
                .metric(metric)
                .threshold(threshold)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(periods)
                .datapointsToAlarm(breaching)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
    }
}
