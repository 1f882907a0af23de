package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.codedeploy.AutoRollbackConfig;
import software.amazon.awscdk.services.codedeploy.ILambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.LayerVersion;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.alerts.ThresholdAlarm;
import stage5.cdk.config.LambdaSettings;
import stage5.cdk.data.ServiceLogs;
import stage5.topology.Function;

/** A function with its role, its log, and the alias whose traffic CodeDeploy shifts at a deployment. */
final class ServiceFunction extends Construct {

    private static final String LIVE = "live";

    /** Required by the managed Java runtime. A native executable ignores it. */
    private static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";

    /** Alarm threshold for responses, at the 99th percentile, in milliseconds. */
    private static final double LATENCY_THRESHOLD = 1000;

    /** Alarm threshold for asynchronous invocations, as a fraction of the time-out. */
    private static final double TIMEOUT_FRACTION = 0.8;

    private final Role role;
    private final Alias live;
    private final List<Alarm> alarms;
    private final HealthMetrics healthMetrics;

    /** @param furtherAlarms the alarms that roll a deployment back, besides those of the function */
    ServiceFunction(
            Construct scope,
            ServiceRelease release,
            Function function,
            Map<String, String> environment,
            ReleaseInputs inputs,
            List<PolicyStatement> permissions,
            IVpc vpc,
            SecurityGroup group,
            List<Alarm> furtherAlarms) {
        super(scope, function.name());
        LambdaSettings settings = release.location().environment().compute().lambda();
        boolean isNative = release.hasNativeFunctions();
        OtelCollector collector = new OtelCollector(release.location());
        ILogGroup log = ServiceLogs.of(this, release.location(), function);
        this.role = role(permissions, log);
        var code = software.amazon.awscdk.services.lambda.Function.Builder.create(this, "Function")
                .functionName(function.name())
                .runtime(isNative ? Runtime.PROVIDED_AL2023 : Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(HANDLER)
                .code(Code.fromBucket(
                        Bucket.fromBucketName(this, "Artifacts", release.bucket()), release.key(function.artifact())))
                .memorySize(isNative ? Function.NATIVE_MEMORY_MIB : Function.JVM_MEMORY_MIB)
                .timeout(Duration.seconds(function.timeout().toSeconds()))
                .reservedConcurrentExecutions(function.reservedConcurrency())
                .layers(List.of(LayerVersion.fromLayerVersionArn(this, "Collector", collector.layer())))
                .environment(variables(release, function, environment))
                .role(role)
                .vpc(vpc)
                .securityGroups(List.of(group))
                .logGroup(log)
                .loggingFormat(LoggingFormat.JSON)
                .currentVersionOptions(VersionOptions.builder()
                        .description(inputs.description())
                        .build());
        if (!isNative) {
            code.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
        }
        Alias.Builder alias = Alias.Builder.create(this, "Live")
                .aliasName(LIVE)
                .version(code.build().getCurrentVersion());
        if (function.isHttp() && isNative && settings.provisionedConcurrency() > 0) { // not supported with SnapStart
            alias.provisionedConcurrentExecutions(settings.provisionedConcurrency());
        }
        this.live = alias.build();
        this.healthMetrics = new HealthMetrics(
                function.name(),
                live.metricErrors(perMinute("Sum")),
                live.metricDuration(perMinute("p99")),
                live.metricThrottles(perMinute("Sum")));
        this.alarms = List.of(
                alarm(release, "errors", "fails", healthMetrics.errors(), 0),
                alarm(release, "throttles", "is throttled", healthMetrics.throttles(), 0),
                alarm(
                        release,
                        "slow",
                        "is too slow at the 99th percentile",
                        healthMetrics.latency(),
                        latencyThreshold(function)));
        List<Alarm> rollback =
                Stream.concat(alarms.stream(), furtherAlarms.stream()).toList();
        LambdaDeploymentGroup deployment = LambdaDeploymentGroup.Builder.create(this, "Deployment")
                .alias(live)
                .deploymentConfig(deploymentConfiguration(settings.canary()))
                .alarms(rollback)
                // A new alarm may not exist yet when the alias moves.
                .ignorePollAlarmsFailure(true)
                .autoRollback(AutoRollbackConfig.builder()
                        .failedDeployment(true)
                        .stoppedDeployment(true)
                        .deploymentInAlarm(true)
                        .build())
                .build();
        AcceptedFinding.CODEDEPLOY_MANAGED_POLICY.on(deployment);
    }

    Role role() {
        return role;
    }

    /** Returns the alias that callers invoke. */
    Alias live() {
        return live;
    }

    /** Returns the function's own alarms. */
    List<Alarm> alarms() {
        return alarms;
    }

    HealthMetrics healthMetrics() {
        return healthMetrics;
    }

    private static Map<String, String> variables(
            ServiceRelease release, Function function, Map<String, String> environment) {
        Map<String, String> variables = new TreeMap<>(environment);
        variables.putAll(new OtelCollector(release.location()).forFunction());
        variables.putAll(new LogCorrelation(release.location(), ServiceLogs.nameOf(function)).variables());
        if (!function.isHttp()) {
            variables.put("QUARKUS_LAMBDA_HANDLER", function.handler());
        }
        if (release.hasNativeFunctions()) {
            variables.put("DISABLE_SIGNAL_HANDLERS", "true");
        } else {
            variables.put("JAVA_TOOL_OPTIONS", Function.JVM_OPTIONS);
        }
        return variables;
    }

    private Role role(List<PolicyStatement> permissions, ILogGroup log) {
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        permissions.forEach(role::addToPolicy);
        role.addToPolicy(network());
        role.addToPolicy(OtelCollector.permission());
        log.grantWrite(role);
        AcceptedFinding.NETWORK_INTERFACES.on(role);
        AcceptedFinding.LOG_STREAMS.on(role, "Resource::" + log.getLogGroupArn());
        return role;
    }

    /** The resource is {@code *}, because the network interfaces don't exist yet: <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html">Lambda in a VPC</a>. */
    private static PolicyStatement network() {
        return PolicyStatement.Builder.create()
                .actions(List.of(
                        "ec2:AssignPrivateIpAddresses",
                        "ec2:CreateNetworkInterface",
                        "ec2:DeleteNetworkInterface",
                        "ec2:DescribeNetworkInterfaces",
                        "ec2:DescribeSubnets",
                        "ec2:UnassignPrivateIpAddresses"))
                .resources(List.of("*"))
                .build();
    }

    private static MetricOptions perMinute(String statistic) {
        return MetricOptions.builder()
                .period(Duration.minutes(1))
                .statistic(statistic)
                .build();
    }

    private static double latencyThreshold(Function function) {
        return function.isHttp()
                ? LATENCY_THRESHOLD
                : TIMEOUT_FRACTION * function.timeout().toMillis();
    }

    private Alarm alarm(ServiceRelease release, String id, String what, IMetric metric, double threshold) {
        String function = getNode().getId();
        return ThresholdAlarm.ofSeveralPeriods(
                        release.location().qualified("%s-%s-%s".formatted(release.service(), function, id)),
                        "%s %s".formatted(function, what),
                        metric,
                        threshold)
                .addTo(this, id);
    }

    private static ILambdaDeploymentConfig deploymentConfiguration(String name) {
        return switch (name) {
            case "ALL_AT_ONCE" -> LambdaDeploymentConfig.ALL_AT_ONCE;
            case "CANARY_10PERCENT_5MINUTES" -> LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES;
            case "CANARY_10PERCENT_15MINUTES" -> LambdaDeploymentConfig.CANARY_10_PERCENT_15_MINUTES;
            default -> throw new IllegalArgumentException("Unknown CodeDeploy configuration: " + name);
        };
    }
}
