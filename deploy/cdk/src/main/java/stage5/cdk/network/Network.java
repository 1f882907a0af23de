package stage5.cdk.network;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.constructs.Construct;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;

/** Imports the network of an environment and region into other stacks. */
public final class Network {

    private Network() {}

    /** Returns the network with its private subnets. */
    public static IVpc of(Construct scope, StackLocation location) {
        return Vpc.fromVpcAttributes(
                scope, "Network", attributes(scope, location).build());
    }

    /** Returns the network with its private and public subnets. */
    public static IVpc withPublicSubnets(Construct scope, StackLocation location) {
        return Vpc.fromVpcAttributes(
                scope,
                "Network",
                attributes(scope, location)
                        .publicSubnetIds(subnets(scope, location, "public-"))
                        .build());
    }

    private static VpcAttributes.Builder attributes(Construct scope, StackLocation location) {
        return VpcAttributes.builder()
                .vpcId(new SharedParameters(location).find(scope, NetworkStack.OWNER, "vpc"))
                .vpcCidrBlock(location.environment().network().cidr())
                .availabilityZones(location.zones())
                .privateSubnetIds(subnets(scope, location, "private-"));
    }

    private static List<String> subnets(Construct scope, StackLocation location, String prefix) {
        SharedParameters sharedParameters = new SharedParameters(location);
        return IntStream.range(0, location.zones().size())
                .mapToObj(i -> sharedParameters.find(scope, NetworkStack.OWNER, prefix + i))
                .toList();
    }
}
