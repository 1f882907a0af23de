package stage5.cdk.network;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.constructs.Construct;
import stage5.cdk.SharedParameter;
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
                        .publicSubnetIds(subnets(scope, location, new SharedParameters(location)::publicSubnet))
                        .build());
    }

    private static VpcAttributes.Builder attributes(Construct scope, StackLocation location) {
        SharedParameters parameters = new SharedParameters(location);
        return VpcAttributes.builder()
                .vpcId(parameters.vpc().read(scope))
                .vpcCidrBlock(location.environment().network().cidr())
                .availabilityZones(location.zones())
                .privateSubnetIds(subnets(scope, location, parameters::privateSubnet));
    }

    private static List<String> subnets(
            Construct scope, StackLocation location, IntFunction<SharedParameter> parameters) {
        return IntStream.range(0, location.zones().size())
                .mapToObj(i -> parameters.apply(i).read(scope))
                .toList();
    }
}
