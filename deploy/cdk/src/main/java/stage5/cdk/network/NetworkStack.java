package stage5.cdk.network;

import java.util.List;
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
import software.constructs.Construct;
import stage5.cdk.Discovery;
import stage5.cdk.Logs;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;
import stage5.cdk.config.NetworkSettings;

/** The network of a site: private subnets for everything that computes, and as few ways out as do. */
public final class NetworkStack extends SiteStack {

    /** The owner of what it tells others. */
    public static final String OWNER = "network";

    public NetworkStack(Construct app, Site site) {
        super(app, site, OWNER, "Stage Five: the network that the services share");
        NetworkSettings settings = site.environment().network();
        Vpc vpc = Vpc.Builder.create(this, "Vpc")
                .ipAddresses(IpAddresses.cidr(settings.cidr()))
                .availabilityZones(site.zones())
                .natGateways(settings.natGateways())
                .restrictDefaultSecurityGroup(false)
                .subnetConfiguration(List.of(
                        subnets("public", SubnetType.PUBLIC, 24),
                        subnets("private", SubnetType.PRIVATE_WITH_EGRESS, 20)))
                .build();
        addEndpoints(vpc, settings);
        addFlowLog(vpc);
        tell(new Discovery(site), vpc);
    }

    private static SubnetConfiguration subnets(String name, SubnetType type, int mask) {
        return SubnetConfiguration.builder()
                .name(name)
                .subnetType(type)
                .cidrMask(mask)
                .build();
    }

    /** Gateway endpoints cost nothing; an interface endpoint has to be worth its hours. */
    private static void addEndpoints(Vpc vpc, NetworkSettings settings) {
        vpc.addGatewayEndpoint("DynamoDb", gateway(GatewayVpcEndpointAwsService.DYNAMODB));
        vpc.addGatewayEndpoint("S3", gateway(GatewayVpcEndpointAwsService.S3));
        for (String service : settings.endpoints()) {
            vpc.addInterfaceEndpoint(
                    "Endpoint-" + service,
                    InterfaceVpcEndpointOptions.builder()
                            .service(new InterfaceVpcEndpointAwsService(service))
                            .build());
        }
    }

    private static GatewayVpcEndpointOptions gateway(GatewayVpcEndpointAwsService service) {
        return GatewayVpcEndpointOptions.builder().service(service).build();
    }

    private void addFlowLog(Vpc vpc) {
        LogGroup log = Logs.group(
                this,
                "FlowLog",
                site(),
                "/stage5/%s/network".formatted(site().environment().name()));
        vpc.addFlowLog(
                "Flow",
                FlowLogOptions.builder()
                        .destination(FlowLogDestination.toCloudWatchLogs(log))
                        .trafficType(FlowLogTrafficType.REJECT)
                        .build());
    }

    private void tell(Discovery discovery, Vpc vpc) {
        discovery.publish(this, OWNER, "vpc", vpc.getVpcId());
        tell(discovery, "private-", vpc.getPrivateSubnets());
        tell(discovery, "public-", vpc.getPublicSubnets());
    }

    private void tell(Discovery discovery, String prefix, List<ISubnet> subnets) {
        IntStream.range(0, subnets.size())
                .forEach(i -> discovery.publish(
                        this, OWNER, prefix + i, subnets.get(i).getSubnetId()));
    }
}
