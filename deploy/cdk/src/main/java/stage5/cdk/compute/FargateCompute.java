package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ecs.AlarmBehavior;
import software.amazon.awscdk.services.ecs.CapacityProviderStrategy;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.DeploymentAlarmConfig;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.DeploymentStrategy;
import software.amazon.awscdk.services.ecs.FargateService;
import software.constructs.Construct;
import stage5.cdk.SharedParameter;
import stage5.cdk.SharedParameters;
import stage5.cdk.config.FargateSettings;
import stage5.cdk.data.ServiceData;
import stage5.cdk.edge.EdgeSettings;
import stage5.cdk.network.Network;
import stage5.topology.ServiceTopology;

/** The container form: ECS tasks on Fargate, with a {@link TaskEntrance} if the service has an HTTP API, else as a worker. */
final class FargateCompute extends Construct implements Compute {

    /** Capacity provider weights add up to this. */
    private static final int TOTAL_WEIGHT = 10;

    private final TaskEntrance entrance;
    private final List<Alarm> alarms;

    FargateCompute(Construct scope, ServiceRelease release, ServiceData data, List<Alarm> consumerAlarms) {
        super(scope, "Fargate");
        ServiceTopology topology = data.topology();
        FargateSettings settings = release.location().environment().compute().fargate();
        IVpc vpc = Network.of(this, release.location());
        SecurityGroup group = SecurityGroups.of(this, vpc, topology.service());
        // A value that changes also changes the task definition, so that ECS replaces the tasks.
        ReleaseInputs inputs = new ReleaseInputs();
        EnvironmentVariables variables = new EnvironmentVariables(this, release.location(), inputs);
        variables.allowConnections(topology.service(), group);
        boolean connects = release.location().environment().compute().connectsTasks();
        // The edge calls the gateway, and it is no task.
        boolean connected = connects
                && topology.httpFunction().isPresent()
                && !release.service().equals(EdgeSettings.GATEWAY);
        FargateTask task = new FargateTask(this, release, topology, variables.of(topology.service()), connected);
        new Neighbours(this, release.location(), release.service(), inputs)
                .allowCalls(task.definition().getTaskRole());
        this.entrance = topology.httpFunction().isEmpty()
                ? null
                : connected
                        ? new ConnectedTasks(this, release, group)
                        : new BlueGreenBalancer(this, release, vpc, group);
        this.alarms = entrance == null ? List.of() : entrance.alarms();
        List<Alarm> rollback =
                Stream.concat(alarms.stream(), consumerAlarms.stream()).toList();
        Cluster cluster = cluster(vpc);
        new SharedParameters(release.location()).clusterOf(topology.service()).write(this, cluster.getClusterName());
        FargateService.Builder service = FargateService.Builder.create(this, "Service")
                .cluster(cluster)
                .serviceName(topology.service())
                .taskDefinition(task.definition())
                // Without a number of tasks: a deployment would reset the one that auto scaling has chosen.
                .minHealthyPercent(100)
                .maxHealthyPercent(200)
                .securityGroups(List.of(group))
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .deploymentAlarms(DeploymentAlarmConfig.builder()
                        .alarmNames(rollback.stream().map(Alarm::getAlarmName).toList())
                        .behavior(AlarmBehavior.ROLLBACK_ON_ALARM)
                        .build())
                .capacityProviderStrategies(capacity(entrance == null ? settings.spotShare() : 0));
        if (entrance != null) {
            service.deploymentStrategy(DeploymentStrategy.BLUE_GREEN)
                    .bakeTime(Duration.minutes(settings.bakeMinutes()));
        }
        if (entrance instanceof BlueGreenBalancer) {
            service.healthCheckGracePeriod(Duration.seconds(60));
        }
        FargateService running = service.build();
        if (entrance != null) {
            entrance.register(running, topology.service());
        }
        if (connects && !connected && !topology.needs().calls().isEmpty()) {
            ConnectedTasks.connect(running, this, release);
        }
        TaskScaling.configure(running, settings, data.queues());
    }

    private Cluster cluster(IVpc vpc) {
        return Cluster.Builder.create(this, "Cluster")
                .vpc(vpc)
                .containerInsightsV2(ContainerInsights.ENHANCED)
                .enableFargateCapacityProviders(true)
                .build();
    }

    /** Spot capacity is withdrawn with two minutes' notice. A worker returns its messages to the queue in that time. */
    private static List<CapacityProviderStrategy> capacity(int spot) {
        return List.of(strategy("FARGATE", TOTAL_WEIGHT - spot), strategy("FARGATE_SPOT", spot)).stream()
                .filter(strategy -> strategy.getWeight().intValue() > 0)
                .toList();
    }

    private static CapacityProviderStrategy strategy(String provider, int weight) {
        return CapacityProviderStrategy.builder()
                .capacityProvider(provider)
                .weight(weight)
                .build();
    }

    @Override
    public Map<SharedParameter, String> parameters() {
        return entrance == null ? Map.of() : entrance.parameters();
    }

    @Override
    public Map<SharedParameter, String> origin() {
        return entrance == null ? Map.of() : entrance.origin();
    }

    @Override
    public List<Alarm> alarms() {
        return alarms;
    }

    @Override
    public Optional<RequestMetrics> requestMetrics() {
        return Optional.ofNullable(entrance).map(TaskEntrance::requestMetrics);
    }

    @Override
    public List<HealthMetrics> healthMetrics() {
        return Optional.ofNullable(entrance).map(TaskEntrance::healthMetrics).stream()
                .toList();
    }
}
