package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.MountPoint;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.ecs.Volume;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.Logs;
import stage5.cdk.config.FargateSettings;
import stage5.cdk.redis.RedisStack;
import stage5.topology.ServiceTopology;

/** A task: the service, and beside it a collector that signs what it tells X-Ray. */
final class Task {

    /** What every service listens on; each task has an address of its own. */
    static final int PORT = 8080;

    private static final String SCRATCH = "tmp";

    /** Takes OTLP at 4318 and sends it on, signed, to <a
     * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html">X-Ray's OTLP
     * endpoint</a>. */
    private static final String COLLECTOR = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3";

    private final FargateTaskDefinition definition;

    Task(Construct scope, Release release, ServiceTopology topology, Map<String, String> environment) {
        FargateSettings settings = release.site().environment().fargate();
        this.definition = FargateTaskDefinition.Builder.create(scope, "Task")
                .cpu(settings.cpu())
                .memoryLimitMiB(settings.memoryMib())
                .runtimePlatform(RuntimePlatform.builder()
                        .cpuArchitecture(CpuArchitecture.ARM64)
                        .operatingSystemFamily(OperatingSystemFamily.LINUX)
                        .build())
                .volumes(List.of(Volume.builder().name(SCRATCH).build()))
                .build();
        new Permissions(release.site(), topology).ofTask().forEach(definition::addToTaskRolePolicy);
        definition.addToTaskRolePolicy(tracing());
        LogGroup log = Logs.group(scope, "Log", release.site(), "/stage5/ecs/" + topology.service());
        addService(scope, release, environment, log);
        addCollector(release, log);
        AcceptedFinding.PLAIN_VARIABLES.on(definition);
        AcceptedFinding.TRACING.on(definition.getTaskRole());
        AcceptedFinding.REGISTRY_TOKEN.on(definition.obtainExecutionRole());
    }

    FargateTaskDefinition definition() {
        return definition;
    }

    /** On everything, because <a
     * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html">X-Ray</a> has no
     * resource to name here. */
    private static PolicyStatement tracing() {
        return PolicyStatement.Builder.create()
                .actions(List.of("xray:PutTraceSegments"))
                .resources(List.of("*"))
                .build();
    }

    private void addService(Construct scope, Release release, Map<String, String> environment, LogGroup log) {
        Map<String, String> variables = new TreeMap<>(environment);
        variables.put("QUARKUS_HTTP_HOST", "0.0.0.0");
        variables.put("QUARKUS_HTTP_PORT", Integer.toString(PORT));
        variables.put("AWS_REGION", release.site().region());
        variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318");
        ContainerDefinition container = definition.addContainer(
                release.service(),
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromEcrRepository(
                                Repository.fromRepositoryName(scope, "Images", release.repository()),
                                release.version()))
                        .environment(variables)
                        .secrets(secrets(scope, release))
                        .portMappings(List.of(
                                PortMapping.builder().containerPort(PORT).build()))
                        .readonlyRootFilesystem(true)
                        .stopTimeout(Duration.seconds(30))
                        .logging(driver(log, "service"))
                        .build());
        container.addMountPoints(MountPoint.builder()
                .containerPath("/tmp")
                .sourceVolume(SCRATCH)
                .readOnly(false)
                .build());
    }

    private static Map<String, Secret> secrets(Construct scope, Release release) {
        Map<String, String> names = new TreeMap<>(OriginSecretVariables.of(release));
        if (Variables.usesRedis(release.service())) {
            names.put("QUARKUS_REDIS_PASSWORD", RedisStack.passwordName(release.site()));
        }
        Map<String, Secret> secrets = new TreeMap<>();
        names.forEach((variable, name) -> secrets.put(
                variable,
                Secret.fromSecretsManager(software.amazon.awscdk.services.secretsmanager.Secret.fromSecretNameV2(
                        scope, "Secret-" + variable, name))));
        return secrets;
    }

    private void addCollector(Release release, LogGroup log) {
        definition.addContainer(
                "collector",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromRegistry(COLLECTOR))
                        .essential(false)
                        .readonlyRootFilesystem(true)
                        .environment(Map.of(
                                "AOT_CONFIG_CONTENT",
                                collectorConfiguration(release.site().region())))
                        .logging(driver(log, "collector"))
                        .build());
    }

    private static String collectorConfiguration(String region) {
        return """
                extensions:
                  sigv4auth: {region: %1$s, service: xray}
                receivers:
                  otlp: {protocols: {http: {endpoint: 127.0.0.1:4318}}}
                exporters:
                  otlphttp:
                    traces_endpoint: https://xray.%1$s.amazonaws.com/v1/traces
                    auth: {authenticator: sigv4auth}
                service:
                  extensions: [sigv4auth]
                  pipelines:
                    traces: {receivers: [otlp], exporters: [otlphttp]}
                """.formatted(region);
    }

    private static LogDriver driver(LogGroup log, String prefix) {
        return LogDriver.awsLogs(
                AwsLogDriverProps.builder().logGroup(log).streamPrefix(prefix).build());
    }
}
