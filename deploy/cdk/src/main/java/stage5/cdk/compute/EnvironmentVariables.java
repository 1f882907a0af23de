package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;
import stage5.cdk.ServiceMetrics;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.config.IssuerSettings;
import stage5.cdk.config.ObservabilitySettings;
import stage5.cdk.credentials.ServiceSecrets;
import stage5.cdk.edge.EdgeSettings;
import stage5.cdk.redis.RedisStack;
import stage5.topology.FenceTable;
import stage5.topology.Needs;
import stage5.topology.Needs.Redis;
import stage5.topology.Topology;

/**
 * The environment variables of a service: the same that the front door sets on a developer's machine, except those that
 * AWS sets itself.
 */
record EnvironmentVariables(Construct scope, StackLocation location, ReleaseInputs inputs) {

    /** Returns the service's variables, without its secrets. */
    Map<String, String> of(String service) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("STAGE5_ACCOUNT", location.environment().account().id());
        variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", OtelCollector.ENDPOINT);
        variables.put("STAGE5_METRICS_NAMESPACE", ServiceMetrics.NAMESPACE);
        addSampling(service, variables);
        for (Redis cluster : RedisStack.clustersOf(service)) {
            variables.put(cluster.variable("HOSTS"), "rediss://%s:%d".formatted(host(cluster), RedisStack.PORT));
        }
        if (location.environment().regions().hasFence() && hasTables(service)) {
            variables.put(FenceTable.VARIABLE, FenceTable.NAME);
        }
        if (!location.isActive()) {
            variables.putAll(standByRegion(service));
        }
        IssuerSettings issuer = location.environment().outside().issuer();
        if (issuer != null) {
            variables.putAll(issuer.variables());
        }
        variables.putAll(new Neighbours(scope, location, service, inputs).variables());
        addSecretVersions(service, variables);
        VariableTemplates templates = new VariableTemplates(location);
        needs(service).variables().forEach((name, value) -> variables.put(name, templates.resolve(value)));
        return variables;
    }

    private void addSampling(String service, Map<String, String> variables) {
        ObservabilitySettings settings = location.environment().observability();
        variables.put("STAGE5_TELEMETRY_SAMPLING_RATE", Double.toString(settings.tracedShare()));
        variables.put(
                "STAGE5_TELEMETRY_SAMPLING_TAIL",
                Boolean.toString(location.environment().compute().samplesInCollectors()));
        if (service.equals(EdgeSettings.GATEWAY)) {
            variables.put("STAGE5_GATEWAY_TRACING_RATES_PLACE_ORDER", Double.toString(settings.tracedShareOfOrders()));
        }
    }

    /** The name of a cluster's endpoint contains the id of its replication group. */
    private String host(Redis cluster) {
        String host = parameters().redisHost(cluster).read(scope);
        inputs.add(() -> Fn.select(1, Fn.split(".", host)));
        return host;
    }

    /**
     * Adds a variable that the service doesn't read. It changes when a secret is rotated, so that the next deployment resolves
     * the secrets of functions again and restarts tasks, even with the same version of the service (<a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html">dynamic
     * references</a>).
     */
    private void addSecretVersions(String service, Map<String, String> variables) {
        List<String> versions = new ServiceSecrets(location)
                .versions(service).stream().map(version -> version.read(scope)).toList();
        if (!versions.isEmpty()) {
            versions.forEach(version -> inputs.add(() -> version));
            variables.put("STAGE5_SECRET_VERSIONS", Fn.join(" ", versions));
        }
    }

    /**
     * In the container form the scheduler runs inside the tasks, so it is disabled here; in the lambda form EventBridge's
     * schedules are disabled.
     */
    private static Map<String, String> standByRegion(String service) {
        Map<String, String> variables = new TreeMap<>(needs(service).standByVariables());
        variables.put("QUARKUS_SCHEDULER_ENABLED", "false");
        return variables;
    }

    private static boolean hasTables(String service) {
        return !Topology.load().of(service).tables().isEmpty();
    }

    private static Needs needs(String service) {
        return Topology.load().of(service).needs();
    }

    /** Allows the service's security group to reach its neighbours, and Redis if the service uses it. */
    void allowConnections(String service, SecurityGroup own) {
        new Neighbours(scope, location, service, inputs).allowConnections(own);
        if (!RedisStack.clustersOf(service).isEmpty()) {
            SecurityGroups.ingress(
                    scope,
                    "Into-" + RedisStack.PORT,
                    parameters().redisSecurityGroup().read(scope),
                    own,
                    RedisStack.PORT);
        }
    }

    private SharedParameters parameters() {
        return new SharedParameters(location);
    }
}
