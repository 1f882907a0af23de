package stage5.cdk.service;

import software.constructs.Construct;
import stage5.cdk.Discovery;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;
import stage5.cdk.compute.Compute;
import stage5.cdk.compute.Release;
import stage5.cdk.data.ServiceData;
import stage5.cdk.edge.GatewayParameters;
import stage5.topology.ServiceTopology;

/** One service, deployable alone: what it keeps, what it runs as, who is told when it is ill. */
public final class ServiceStack extends SiteStack {

    public ServiceStack(Construct app, Site site, ServiceTopology topology, String version) {
        super(app, site, topology.service(), "Stage Five: " + topology.service());
        ServiceData data = new ServiceData(this, site, topology);
        Discovery discovery = new Discovery(site);
        data.topic().ifPresent(topic -> discovery.publish(this, topology.service(), "topic-arn", topic.getTopicArn()));
        Compute compute = Compute.of(
                site.environment().formOf(topology.service()),
                this,
                new Release(site, topology.service(), version),
                data);
        new ServiceWatch(this, site, data, compute);
        compute.url().ifPresent(url -> discovery.publish(this, topology.service(), "url", url));
        if (topology.service().equals(GatewayParameters.OWNER)) {
            compute.origin().forEach((name, value) -> discovery.publish(this, GatewayParameters.OWNER, name, value));
        }
    }
}
