package stage5.cdk.compute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ecs.AlternateTarget;
import software.amazon.awscdk.services.ecs.AlternateTargetProps;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.ListenerRuleConfiguration;
import software.amazon.awscdk.services.ecs.LoadBalancerTargetOptions;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListenerRule;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.elasticloadbalancingv2.IApplicationLoadBalancerMetrics;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCondition;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.amazon.awscdk.services.elasticloadbalancingv2.WeightedTargetGroup;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.LogBucket;
import stage5.cdk.SharedParameter;
import stage5.cdk.SharedParameters;
import stage5.cdk.alerts.ThresholdAlarm;
import stage5.cdk.edge.EdgeSettings;
import stage5.cdk.edge.OriginCertificate;
import stage5.cdk.network.Network;

/**
 * The load balancer of a service, with a target group for each colour. ECS moves the listener rule from one group to the
 * other, and back if an alarm fires (<a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html">blue/green</a>).
 */
final class BlueGreenBalancer extends Construct implements TaskEntrance {

    /** Longer than any response takes, so that draining doesn't interrupt a request. */
    private static final Duration DRAINING = Duration.seconds(30);

    /** Alarm threshold for the 99th percentile, in seconds. */
    private static final double LATENCY_THRESHOLD = 1;

    private static final double MILLIS_A_SECOND = 1000;

    /** The port of a balancer in the private network. */
    static final int PORT = 80;

    private final ApplicationLoadBalancer balancer;
    private final SecurityGroup group;
    private final String url;
    private final ApplicationTargetGroup blue;
    private final ApplicationTargetGroup green;
    private final ApplicationListenerRule rule;
    private final List<Alarm> alarms;
    private final String service;
    private final SharedParameters parameters;

    BlueGreenBalancer(Construct scope, ServiceRelease release, IVpc vpc, SecurityGroup tasks) {
        super(scope, "Front");
        this.service = release.service();
        this.parameters = new SharedParameters(release.location());
        EdgeSettings edge = EdgeSettings.of(release.location().environment());
        boolean gateway = release.service().equals(EdgeSettings.GATEWAY);
        boolean publicFacing = edge.multiRegion() && gateway;
        this.group = SecurityGroup.Builder.create(this, "Group")
                .vpc(vpc)
                .description(
                        publicFacing
                                ? "The balancer, for CloudFront and for the health check"
                                : "The balancer, for its callers in the network")
                .build();
        if (publicFacing) {
            group.addIngressRule(Peer.anyIpv4(), Port.tcp(443), "From CloudFront, which proves itself by a secret");
            AcceptedFinding.PUBLIC_BALANCER.on(group);
        } else if (gateway) {
            // CloudFront's interfaces are in the network, with a security group of CloudFront.
            group.addIngressRule(Peer.ipv4(vpc.getVpcCidrBlock()), Port.tcp(PORT), "From CloudFront");
        }
        tasks.addIngressRule(group, Port.tcp(FargateTask.PORT), "From the balancer");
        this.balancer = ApplicationLoadBalancer.Builder.create(this, "Balancer")
                .vpc(publicFacing ? Network.withPublicSubnets(this, release.location()) : vpc)
                .internetFacing(publicFacing)
                .securityGroup(group)
                .dropInvalidHeaderFields(true)
                // Shorter than that of the services (60 s), which would otherwise close a connection just as it is
                // used.
                .idleTimeout(Duration.seconds(50))
                .build();
        balancer.logAccessLogs(new LogBucket(this, "AccessLog", release.location()).bucket());
        this.blue = targets("Blue", vpc);
        this.green = targets("Green", vpc);
        ApplicationListener listener = balancer.addListener("Listener", publicFacing ? https(edge) : http());
        this.url = publicFacing
                ? "https://" + edge.originNames().getFirst()
                : "http://" + balancer.getLoadBalancerDnsName();
        this.rule = ApplicationListenerRule.Builder.create(this, "Rule")
                .listener(listener)
                .priority(1)
                .conditions(List.of(ListenerCondition.pathPatterns(List.of("/*"))))
                .action(ListenerAction.weightedForward(List.of(weighted(blue, 1), weighted(green, 0))))
                .build();
        this.alarms = List.of(failures(release, "blue", blue), failures(release, "green", green), slowness(release));
    }

    /** At first all requests go to one colour; each deployment moves them to the other. */
    private static WeightedTargetGroup weighted(ApplicationTargetGroup targets, int weight) {
        return WeightedTargetGroup.builder().targetGroup(targets).weight(weight).build();
    }

    private static BaseApplicationListenerProps http() {
        return BaseApplicationListenerProps.builder()
                .port(PORT)
                .protocol(ApplicationProtocol.HTTP)
                .open(false)
                .defaultAction(ListenerAction.fixedResponse(404))
                .build();
    }

    /** With several regions CloudFront calls over the internet, because a VPC origin belongs to one region. */
    private BaseApplicationListenerProps https(EdgeSettings edge) {
        return BaseApplicationListenerProps.builder()
                .port(443)
                .protocol(ApplicationProtocol.HTTPS)
                .sslPolicy(SslPolicy.RECOMMENDED_TLS)
                .certificates(List.of(ListenerCertificate.fromCertificateManager(OriginCertificate.of(this, edge))))
                .open(false)
                .defaultAction(ListenerAction.fixedResponse(404))
                .build();
    }

    private ApplicationTargetGroup targets(String id, IVpc vpc) {
        return ApplicationTargetGroup.Builder.create(this, id)
                .vpc(vpc)
                .targetType(TargetType.IP)
                .port(FargateTask.PORT)
                .protocol(ApplicationProtocol.HTTP)
                .deregistrationDelay(DRAINING)
                .healthCheck(HealthCheck.builder()
                        .path("/q/health/ready")
                        .interval(Duration.seconds(10))
                        .healthyThresholdCount(2)
                        .build())
                .build();
    }

    private Alarm failures(ServiceRelease release, String colour, ApplicationTargetGroup targets) {
        return alarm(
                release,
                colour + "-failures",
                "Tasks answer with status 500 or above",
                targets.getMetrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, perMinute("Sum")),
                FunctionApi.FAILURES_THRESHOLD);
    }

    private Alarm slowness(ServiceRelease release) {
        return alarm(
                release,
                "slow",
                "Tasks are too slow at the 99th percentile",
                balancer.getMetrics().targetResponseTime(perMinute("p99")),
                LATENCY_THRESHOLD);
    }

    private Alarm alarm(ServiceRelease release, String id, String description, IMetric metric, double threshold) {
        return ThresholdAlarm.ofSeveralPeriods(
                        release.location().qualified("%s-balancer-%s".formatted(release.service(), id)),
                        description,
                        metric,
                        threshold)
                .addTo(this, id);
    }

    /** Registers the service's tasks as targets. */
    @Override
    public void register(FargateService service, String container) {
        blue.addTarget(service.loadBalancerTarget(LoadBalancerTargetOptions.builder()
                .containerName(container)
                .containerPort(FargateTask.PORT)
                .alternateTarget(new AlternateTarget(
                        "Other",
                        AlternateTargetProps.builder()
                                .alternateTargetGroup(green)
                                .productionListener(ListenerRuleConfiguration.applicationListenerRule(rule))
                                .build()))
                .build()));
        AcceptedFinding.ECS_TRAFFIC_POLICY.on(service);
    }

    @Override
    public Map<SharedParameter, String> parameters() {
        Map<SharedParameter, String> values = new LinkedHashMap<>();
        values.put(parameters.urlOf(service), url);
        // arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/app/NAME/ID
        values.put(parameters.balancerOf(service), Fn.select(3, Fn.split("/", balancer.getLoadBalancerArn())));
        values.put(parameters.securityGroupOf(service), group.getSecurityGroupId());
        return values;
    }

    @Override
    public Map<SharedParameter, String> origin() {
        Map<SharedParameter, String> values = new LinkedHashMap<>();
        values.put(parameters.gatewayHost(), balancer.getLoadBalancerDnsName());
        values.put(parameters.gatewayBalancer(), balancer.getLoadBalancerArn());
        values.put(parameters.gatewayBalancerZone(), balancer.getLoadBalancerCanonicalHostedZoneId());
        return values;
    }

    @Override
    public List<Alarm> alarms() {
        return alarms;
    }

    @Override
    public HealthMetrics healthMetrics() {
        IApplicationLoadBalancerMetrics metrics = balancer.getMetrics();
        return new HealthMetrics(
                "balancer",
                metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, perMinute("Sum")),
                metrics.targetResponseTime(perMinute("p99")),
                null);
    }

    /** Returns the metrics of the requests. Their time ends with the response head, so an open event stream is not slow. */
    @Override
    public RequestMetrics requestMetrics() {
        IApplicationLoadBalancerMetrics metrics = balancer.getMetrics();
        return new RequestMetrics(
                metrics.requestCount(perMinute("Sum")),
                List.of(
                        metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, perMinute("Sum")),
                        metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, perMinute("Sum"))),
                millis -> metrics.targetResponseTime(perMinute("TC(:%s)".formatted(millis / MILLIS_A_SECOND))));
    }

    private static MetricOptions perMinute(String statistic) {
        return MetricOptions.builder()
                .period(Duration.minutes(1))
                .statistic(statistic)
                .build();
    }
}
