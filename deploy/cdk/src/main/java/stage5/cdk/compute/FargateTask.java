package stage5.cdk.compute;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecs.AppProtocol;
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
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.config.FargateSettings;
import stage5.cdk.credentials.ServiceSecrets;
import stage5.cdk.data.ServiceLogs;
import stage5.topology.ServiceTopology;

/** A task definition: the service's container and its {@link OtelCollector} as a sidecar. */
final class FargateTask {

    /** The port of every service. Each task has its own address, so ports can't collide. */
    static final int PORT = 8080;

    private static final String SCRATCH = "tmp";

    private final FargateTaskDefinition definition;

    /** @param connected whether the callers reach the tasks through Service Connect */
    FargateTask(
            Construct scope,
            ServiceRelease release,
            ServiceTopology topology,
            Map<String, String> environment,
            boolean connected) {
        FargateSettings settings = release.location().environment().compute().fargate();
        this.definition = FargateTaskDefinition.Builder.create(scope, "Task")
                .family(release.service()) // the comparison of forms finds the service's tasks by it
                .cpu(settings.cpu())
                .memoryLimitMiB(settings.memoryMib())
                .runtimePlatform(RuntimePlatform.builder()
                        .cpuArchitecture(CpuArchitecture.ARM64)
                        .operatingSystemFamily(OperatingSystemFamily.LINUX)
                        .build())
                .volumes(List.of(Volume.builder().name(SCRATCH).build()))
                .build();
        new Permissions(release.location(), topology).forTask().forEach(definition::addToTaskRolePolicy);
        definition.addToTaskRolePolicy(OtelCollector.permission());
        ILogGroup log = ServiceLogs.ofTasks(scope, release.location(), topology.service());
        addService(scope, release, environment, log, connected);
        addCollector(release, log);
        AcceptedFinding.PLAIN_VARIABLES.on(definition);
        AcceptedFinding.XRAY_WITHOUT_RESOURCE.on(definition.getTaskRole());
        AcceptedFinding.REGISTRY_TOKEN.on(definition.obtainExecutionRole());
        AcceptedFinding.LOG_STREAMS.on(definition.obtainExecutionRole(), "Resource::" + log.getLogGroupArn());
    }

    FargateTaskDefinition definition() {
        return definition;
    }

    private void addService(
            Construct scope,
            ServiceRelease release,
            Map<String, String> environment,
            ILogGroup log,
            boolean connected) {
        Map<String, String> variables = new TreeMap<>(environment);
        variables.putAll(
                new LogCorrelation(release.location(), ServiceLogs.nameOfTasks(release.service())).variables());
        variables.put("QUARKUS_HTTP_HOST", "0.0.0.0");
        variables.put("QUARKUS_HTTP_PORT", Integer.toString(PORT));
        variables.put("AWS_REGION", release.location().region());
        ContainerDefinition container = definition.addContainer(
                release.service(),
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromEcrRepository(
                                Repository.fromRepositoryName(scope, "Images", release.repository()),
                                release.imageTag()))
                        .environment(variables)
                        .secrets(secrets(scope, release))
                        .portMappings(List.of(portMapping(connected)))
                        .healthCheck(connected ? ReadinessProbe.of(PORT) : null)
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

    /** Service Connect finds the port by its name. */
    private static PortMapping portMapping(boolean connected) {
        PortMapping.Builder mapping = PortMapping.builder().containerPort(PORT);
        return connected
                ? mapping.name(ConnectedTasks.PORT_NAME)
                        .appProtocol(AppProtocol.getHttp())
                        .build()
                : mapping.build();
    }

    private static Map<String, Secret> secrets(Construct scope, ServiceRelease release) {
        Map<String, ISecret> known = new HashMap<>();
        Map<String, Secret> secrets = new TreeMap<>();
        new ServiceSecrets(release.location()).of(release.service()).forEach((variable, credential) -> {
            ISecret secret = known.computeIfAbsent(
                    credential.secret(),
                    name -> software.amazon.awscdk.services.secretsmanager.Secret.fromSecretNameV2(scope, name, name));
            secrets.put(variable, Secret.fromSecretsManager(secret, credential.field()));
        });
        OriginSecretVariables.of(release)
                .forEach((variable, name) -> secrets.put(
                        variable,
                        Secret.fromSecretsManager(
                                software.amazon.awscdk.services.secretsmanager.Secret.fromSecretNameV2(
                                        scope, name, name))));
        return secrets;
    }

    private void addCollector(ServiceRelease release, ILogGroup log) {
        definition.addContainer(
                "collector",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromRegistry(OtelCollector.IMAGE))
                        .essential(false)
                        .readonlyRootFilesystem(true)
                        .environment(Map.of("AOT_CONFIG_CONTENT", new OtelCollector(release.location()).forTask()))
                        .logging(driver(log, "collector"))
                        .build());
    }

    private static LogDriver driver(ILogGroup log, String prefix) {
        return LogDriver.awsLogs(
                AwsLogDriverProps.builder().logGroup(log).streamPrefix(prefix).build());
    }
}
