package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import stage5.cdk.config.FargateSettings;
import stage5.cdk.data.ServiceData;
import stage5.cdk.network.Network;
import stage5.topology.ServiceTopology;

/** A service as containers that stay up: behind a balancer if it has an HTTP API, else as a worker. */
final class FargateCompute extends Construct implements Compute {

    /** Shares of ten. */
    private static final int ALL = 10;

    private final BlueGreen front;
    private final List<Alarm> alarms;

    FargateCompute(Construct scope, Release release, ServiceData data) {
        super(scope, "Fargate");
        ServiceTopology topology = data.topology();
        FargateSettings settings = release.site().environment().fargate();
        IVpc vpc = Network.of(this, release.site());
        SecurityGroup group = SecurityGroups.of(this, vpc, topology.service());
        Variables variables = new Variables(this, release.site());
        variables.letIntoRedis(topology.service(), group);
        Task task = new Task(this, release, topology, variables.of(topology.service()));
        this.front = topology.httpFunction().isPresent() ? new BlueGreen(this, release, vpc, group) : null;
        this.alarms = front == null ? List.of() : front.alarms();
        FargateService.Builder service = FargateService.Builder.create(this, "Service")
                .cluster(cluster(vpc))
                .serviceName(topology.service())
                .taskDefinition(task.definition())
                .desiredCount(settings.minTasks())
                .minHealthyPercent(100)
                .maxHealthyPercent(200)
                .securityGroups(List.of(group))
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .capacityProviderStrategies(capacity(front == null ? settings.spotShare() : 0));
        if (front != null) {
            service.deploymentStrategy(DeploymentStrategy.BLUE_GREEN)
                    .bakeTime(Duration.minutes(settings.bakeMinutes()))
                    .healthCheckGracePeriod(Duration.seconds(60))
                    .deploymentAlarms(DeploymentAlarmConfig.builder()
                            .alarmNames(alarms.stream().map(Alarm::getAlarmName).toList())
                            .behavior(AlarmBehavior.ROLLBACK_ON_ALARM)
                            .build());
        }
        FargateService running = service.build();
        if (front != null) {
            front.serve(running, topology.service());
        }
        Scaling.of(running, settings, data.queues());
    }

    private Cluster cluster(IVpc vpc) {
        return Cluster.Builder.create(this, "Cluster")
                .vpc(vpc)
                .containerInsightsV2(ContainerInsights.ENHANCED)
                .enableFargateCapacityProviders(true)
                .build();
    }

    /** Spare capacity can be taken away at two minutes' notice: enough for a worker, which hands back what it holds. */
    private static List<CapacityProviderStrategy> capacity(int spot) {
        return List.of(strategy("FARGATE", ALL - spot), strategy("FARGATE_SPOT", spot)).stream()
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
    public Optional<String> url() {
        return Optional.ofNullable(front).map(BlueGreen::url);
    }

    @Override
    public Map<String, String> origin() {
        return front == null ? Map.of() : front.origin();
    }

    @Override
    public List<Alarm> alarms() {
        return alarms;
    }

    @Override
    public List<Vitals> vitals() {
        return Optional.ofNullable(front).map(BlueGreen::vitals).stream().toList();
    }
}
