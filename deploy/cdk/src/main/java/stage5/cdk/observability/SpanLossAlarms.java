package stage5.cdk.observability;

import software.amazon.awscdk.Duration;
import software.constructs.Construct;
import stage5.cdk.ServiceMetrics;
import stage5.cdk.StackLocation;
import stage5.cdk.alerts.AlarmTopic;
import stage5.cdk.alerts.ThresholdAlarm;
import stage5.topology.Topology;

/**
 * An alarm for each service that loses spans: its queue for them is full, or the collector does not accept them. Traces then
 * have gaps.
 */
final class SpanLossAlarms extends Construct {

    private static final Duration PERIOD = Duration.minutes(5);

    /** Alarm threshold for lost spans in five minutes: more than one request has, so a single failed request is no alarm. */
    private static final double THRESHOLD = 512;

    SpanLossAlarms(Construct scope, StackLocation location, Topology topology, AlarmTopic alarmTopic) {
        super(scope, "SpanLoss");
        topology.services().forEach(topologyOfService -> {
            String service = topologyOfService.service();
            alarmTopic.notifyOn(ThresholdAlarm.ofOnePeriod(
                            location.qualified(service + "-spans-lost"),
                            "Spans of %s are lost: compare otel_sdk_processor_span_processed_total and"
                                            .formatted(service)
                                    + " otel_sdk_exporter_span_exported_total by error_type",
                            ServiceMetrics.of(service, "stage5_spans_lost_total", "Sum", PERIOD),
                            THRESHOLD)
                    .addTo(this, service));
        });
    }
}
