package stage5.cdk.compute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.ServiceConnectProps;
import software.amazon.awscdk.services.ecs.ServiceConnectService;
import software.constructs.Construct;
import stage5.cdk.SharedParameter;
import stage5.cdk.SharedParameters;
import stage5.cdk.alerts.ThresholdAlarm;

/**
 * Tasks that other tasks reach through the proxies of <a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html">Service Connect</a>. The callers'
 * proxies resolve {@code http://SERVICE}, choose a task and connect to it, so the callers' security groups are admitted by the
 * tasks. At a deployment ECS moves the requests from one revision to the next (<a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-blue-green.html">blue/green</a>).
 *
 * <p>The metrics are those of the callers' proxies: <a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html">ECS metrics</a>. They don't
 * distinguish the revisions.
 */
final class ConnectedTasks implements TaskEntrance {

    /** The name of the service's port in the task definition. */
    static final String PORT_NAME = "http";

    /** The port in the callers' tasks: that of URLs without one. */
    private static final int PORT = 80;

    /** In milliseconds. */
    private static final double LATENCY_THRESHOLD = 1000;

    private final Construct scope;
    private final ServiceRelease release;
    private final SecurityGroup tasks;
    private final List<Alarm> alarms;

    ConnectedTasks(Construct scope, ServiceRelease release, SecurityGroup tasks) {
        this.scope = scope;
        this.release = release;
        this.tasks = tasks;
        this.alarms = List.of(
                alarm(
                        "failures",
                        "Tasks answer with status 500 or above",
                        metric("HTTPCode_Target_5XX_Count", "Sum"),
                        FunctionApi.FAILURES_THRESHOLD),
                alarm(
                        "slow",
                        "Tasks are too slow at the 99th percentile",
                        metric("TargetResponseTime", "p99"),
                        LATENCY_THRESHOLD));
    }

    /** Lets the tasks call the tasks of other services. Their proxies know the services that are deployed before them. */
    static void connect(FargateService caller, Construct scope, ServiceRelease release) {
        caller.enableServiceConnect(ServiceConnectProps.builder()
                .namespace(namespace(scope, release))
                .build());
    }

    /** The time-outs are those of the callers, and event streams stay open: the proxy's default is 15 s for a response. */
    @Override
    public void register(FargateService service, String container) {
        service.enableServiceConnect(ServiceConnectProps.builder()
                .namespace(namespace(scope, release))
                .services(List.of(ServiceConnectService.builder()
                        .portMappingName(PORT_NAME)
                        .discoveryName(discoveryName())
                        .dnsName(release.service())
                        .port(PORT)
                        .perRequestTimeout(Duration.seconds(0))
                        .build()))
                .build());
    }

    private static String namespace(Construct scope, ServiceRelease release) {
        return new SharedParameters(release.location()).namespace().read(scope);
    }

    /** A metric's dimensions have neither the namespace nor the environment. */
    private String discoveryName() {
        return release.location().qualified(release.service());
    }

    private Alarm alarm(String id, String description, IMetric metric, double threshold) {
        return ThresholdAlarm.ofSeveralPeriods(
                        release.location().qualified("%s-connect-%s".formatted(release.service(), id)),
                        description,
                        metric,
                        threshold)
                .addTo(scope, "Connect-" + id);
    }

    private IMetric metric(String name, String statistic) {
        return Metric.Builder.create()
                .namespace("AWS/ECS")
                .metricName(name)
                .dimensionsMap(Map.of("TargetDiscoveryName", discoveryName()))
                .statistic(statistic)
                .period(Duration.minutes(1))
                .build();
    }

    @Override
    public Map<SharedParameter, String> parameters() {
        SharedParameters parameters = new SharedParameters(release.location());
        Map<SharedParameter, String> values = new LinkedHashMap<>();
        values.put(parameters.urlOf(release.service()), "http://" + release.service());
        values.put(parameters.securityGroupOf(release.service()), tasks.getSecurityGroupId());
        return values;
    }

    @Override
    public Map<SharedParameter, String> origin() {
        return Map.of();
    }

    @Override
    public List<Alarm> alarms() {
        return alarms;
    }

    @Override
    public HealthMetrics healthMetrics() {
        return new HealthMetrics(
                "proxies", metric("HTTPCode_Target_5XX_Count", "Sum"), metric("TargetResponseTime", "p99"), null);
    }

    /** The number of requests is the number of response times. */
    @Override
    public RequestMetrics requestMetrics() {
        return new RequestMetrics(
                metric("TargetResponseTime", "SampleCount"),
                List.of(metric("HTTPCode_Target_5XX_Count", "Sum")),
                millis -> metric("TargetResponseTime", "TC(:%d)".formatted(millis)));
    }
}
