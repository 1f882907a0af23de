package stage5.cdk.observability;

import software.constructs.Construct;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;
import stage5.cdk.alerts.Alerts;
import stage5.cdk.config.ObservabilitySettings;
import stage5.topology.Topology;

/** What is seen of all services together; it comes and goes without any of them. */
public final class ObservabilityStack extends SiteStack {

    public ObservabilityStack(Construct app, Site site, Topology topology) {
        super(app, site, "observability", "Stage Five: traces, objectives, business, and a journey made over and over");
        ObservabilitySettings settings = site.environment().observability();
        Alerts alerts = Alerts.of(this, site);
        new Tracing(this, site, settings);
        settings.objectives().forEach(objective -> new ServiceObjective(this, site, objective, alerts));
        BusinessFlow flow = new BusinessFlow(this, site, alerts);
        new ShopDashboard(this, site, topology, flow);
        new LogQueries(this, site);
        if (settings.canary() != null && site.isPrimary()) {
            new OrderJourney(this, site, settings.canary(), alerts);
        }
    }
}
