package stage5.cdk.network;

import java.util.List;
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
        return Vpc.fromVpcAttributes(scope, "Network", attributes(scope, site).build());
    }

    /** Returns it with the subnets that the world can reach, for what has to be reached. */
    public static IVpc open(Construct scope, Site site) {
        return Vpc.fromVpcAttributes(
                scope,
                "Network",
                attributes(scope, site)
                        .publicSubnetIds(subnets(scope, site, "public-"))
                        .build());
    }

    private static VpcAttributes.Builder attributes(Construct scope, Site site) {
        return VpcAttributes.builder()
                .vpcId(new Discovery(site).find(scope, NetworkStack.OWNER, "vpc"))
                .vpcCidrBlock(site.environment().network().cidr())
                .availabilityZones(site.zones())
                .privateSubnetIds(subnets(scope, site, "private-"));
    }

    private static List<String> subnets(Construct scope, Site site, String prefix) {
        Discovery discovery = new Discovery(site);
        return IntStream.range(0, site.zones().size())
                .mapToObj(i -> discovery.find(scope, NetworkStack.OWNER, prefix + i))
                .toList();
    }
}
