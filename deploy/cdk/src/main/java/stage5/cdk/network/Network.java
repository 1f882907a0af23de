package stage5.cdk.network;

import java.util.stream.IntStream;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.constructs.Construct;
import stage5.cdk.Discovery;
import stage5.cdk.Site;

/** The network as other stacks see it. */
public final class Network {

    private Network() {}

    /** Returns the site's network, for a stack of the same site. */
    public static IVpc of(Construct scope, Site site) {
        Discovery discovery = new Discovery(site);
        return Vpc.fromVpcAttributes(
                scope,
                "Network",
                VpcAttributes.builder()
                        .vpcId(discovery.find(scope, NetworkStack.OWNER, "vpc"))
                        .vpcCidrBlock(site.environment().network().cidr())
                        .availabilityZones(site.zones())
                        .privateSubnetIds(IntStream.range(0, site.zones().size())
                                .mapToObj(i -> discovery.find(scope, NetworkStack.OWNER, "private-" + i))
                                .toList())
                        .build());
    }
}
