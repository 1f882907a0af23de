package stage5.cdk.network;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.servicediscovery.HttpNamespace;
import software.constructs.Construct;
import stage5.cdk.AcknowledgedWarning;
import stage5.cdk.LogGroups;
import stage5.cdk.SharedParameter;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.config.NetworkSettings;

/** The network of an environment and region: private subnets for functions and tasks, public ones for NAT gateways and the
 * public load balancer. */
public final class NetworkStack extends StageFiveStack {

    /** The owner of the parameters that this stack publishes. */
    public static final String OWNER = "network";

    public NetworkStack(Construct app, StackLocation location) {
        super(app, location, OWNER, "Stage Five: the network that the services share");
        NetworkSettings settings = location.environment().network();
        Vpc vpc = Vpc.Builder.create(this, "Vpc")
                .ipAddresses(IpAddresses.cidr(settings.cidr()))
                .availabilityZones(location.zones())
                .natGateways(settings.natGateways())
                .restrictDefaultSecurityGroup(false)
                .subnetConfiguration(List.of(
                        subnets("public", SubnetType.PUBLIC, 24),
                        subnets("private", SubnetType.PRIVATE_WITH_EGRESS, 20)))
                .build();
        addEndpoints(vpc, settings);
        addFlowLog(vpc);
        publish(new SharedParameters(location), vpc);
        if (location.environment().compute().connectsTasks()) {
            addNamespace();
        }
    }

    /** ECS registers the tasks in it. It has no DNS names, and costs nothing with Service Connect. */
    private void addNamespace() {
        HttpNamespace namespace = HttpNamespace.Builder.create(this, "Tasks")
                .name(location().qualified("tasks"))
                .description("The tasks of the services, for Service Connect")
                .build();
        new SharedParameters(location()).namespace().write(this, namespace.getNamespaceArn());
    }

    private static SubnetConfiguration subnets(String name, SubnetType type, int mask) {
        return SubnetConfiguration.builder()
                .name(name)
                .subnetType(type)
                .cidrMask(mask)
                .build();
    }

    /** Gateway endpoints are free. Interface endpoints cost by the hour, so the environment chooses them. */
    private static void addEndpoints(Vpc vpc, NetworkSettings settings) {
        vpc.addGatewayEndpoint("DynamoDb", gateway(GatewayVpcEndpointAwsService.DYNAMODB));
        vpc.addGatewayEndpoint("S3", gateway(GatewayVpcEndpointAwsService.S3));
        for (String service : settings.endpoints()) {
            AcknowledgedWarning.ENDPOINT_RULE_NOT_EVALUATED.on(vpc.addInterfaceEndpoint(
                    "Endpoint-" + service,
                    InterfaceVpcEndpointOptions.builder()
                            .service(new InterfaceVpcEndpointAwsService(service))
                            .build()));
        }
    }

    private static GatewayVpcEndpointOptions gateway(GatewayVpcEndpointAwsService service) {
        return GatewayVpcEndpointOptions.builder().service(service).build();
    }

    private void addFlowLog(Vpc vpc) {
        LogGroup log = LogGroups.create(
                this,
                "FlowLog",
                location(),
                "/stage5/%s/network".formatted(location().environment().name()));
        vpc.addFlowLog(
                "Flow",
                FlowLogOptions.builder()
                        .destination(FlowLogDestination.toCloudWatchLogs(log))
                        .trafficType(FlowLogTrafficType.REJECT)
                        .build());
    }

    private void publish(SharedParameters parameters, Vpc vpc) {
        parameters.vpc().write(this, vpc.getVpcId());
        publish(parameters::privateSubnet, vpc.getPrivateSubnets());
        publish(parameters::publicSubnet, vpc.getPublicSubnets());
    }

    private void publish(IntFunction<SharedParameter> parameters, List<ISubnet> subnets) {
        IntStream.range(0, subnets.size())
                .forEach(i -> parameters.apply(i).write(this, subnets.get(i).getSubnetId()));
    }
}
