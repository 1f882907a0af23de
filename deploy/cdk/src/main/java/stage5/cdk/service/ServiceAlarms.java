package stage5.cdk.service;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.constructs.Construct;
import stage5.cdk.ServiceMetrics;
import stage5.cdk.StackLocation;
import stage5.cdk.alerts.AlarmTopic;
import stage5.cdk.alerts.ThresholdAlarm;
import stage5.cdk.compute.Compute;
import stage5.cdk.data.ServiceData;

/** Sends the alarms of a service to the alarm topic, and adds one on its outbox and the dashboard. */
final class ServiceAlarms extends Construct {

    /** Alarm threshold for the age of an event in the outbox, in seconds: two runs of the sweeper function. */
    private static final double OUTBOX_AGE_THRESHOLD = 120;

    ServiceAlarms(
            Construct scope, StackLocation location, ServiceData data, ConsumerAlarms consumers, Compute compute) {
        super(scope, "Watch");
        AlarmTopic alarmTopic = AlarmTopic.of(this, location);
        consumers.alarms().forEach(alarmTopic::notifyOn);
        compute.alarms().forEach(alarmTopic::notifyOn);
        String service = data.topology().service();
        data.topic()
                .ifPresent(topic -> alarmTopic.notifyOn(ThresholdAlarm.ofSeveralPeriods(
                                location.qualified(service + "-outbox"),
                                "Events of %s stay in the outbox: other services have not received them"
                                        .formatted(service),
                                outboxAge(service),
                                OUTBOX_AGE_THRESHOLD)
                        .addTo(this, service + "-outbox")));
        new ServiceDashboard(this, location, data, compute);
    }

    static IMetric outboxAge(String service) {
        return ServiceMetrics.of(service, "stage5_outbox_age", "Maximum", Duration.minutes(1));
    }
}
