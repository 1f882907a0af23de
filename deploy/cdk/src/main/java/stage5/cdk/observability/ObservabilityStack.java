package stage5.cdk.observability;

import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.alerts.AlarmTopic;
import stage5.cdk.config.ObservabilitySettings;
import stage5.topology.Topology;

/** Observability across services: tracing, business alarms, the dashboard and the canary. Independent of the
 * services' stacks. */
public final class ObservabilityStack extends StageFiveStack {

    public ObservabilityStack(Construct app, StackLocation location, Topology topology) {
        super(app, location, "observability", "Stage Five: tracing, business alarms and the canary");
        ObservabilitySettings settings = location.environment().observability();
        AlarmTopic alarmTopic = AlarmTopic.of(this, location);
        new Tracing(this, location, settings);
        BusinessAlarms businessAlarms = new BusinessAlarms(this, location, alarmTopic);
        new SpanLossAlarms(this, location, topology, alarmTopic);
        new ShopDashboard(this, location, topology, businessAlarms);
        new LogQueries(this, location);
        if (settings.canary() != null && location.isPrimary()) {
            new OrderJourneyCanary(this, location, settings.canary(), alarmTopic);
        }
    }
}
