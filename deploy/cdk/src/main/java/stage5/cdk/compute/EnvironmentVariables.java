package stage5.cdk.compute;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.redis.RedisStack;
import stage5.topology.Needs;
import stage5.topology.Topology;

/**
 * The environment variables of a service: the same that the front door sets on a developer's machine, except those that
 * AWS sets itself.
 */
record EnvironmentVariables(Construct scope, StackLocation location) {

    /** Returns the service's variables, without its secrets. */
    Map<String, String> of(String service) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("STAGE5_ACCOUNT", location.environment().account());
        variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", OtelCollector.ENDPOINT);
        variables.put(
                "QUARKUS_OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=" + location.environment().name());
        if (RedisStack.isUsedBy(service)) {
            variables.put(
                    "QUARKUS_REDIS_HOSTS", "rediss://%s:%d".formatted(find(RedisStack.OWNER, "host"), RedisStack.PORT));
        }
        if (RedisStack.hasSessionsOf(service)) {
            variables.put(
                    "QUARKUS_REDIS_SESSIONS_HOSTS",
                    "rediss://%s:%d".formatted(find(RedisStack.OWNER, "sessions-host"), RedisStack.PORT));
        }
        if (!location.isActive()) {
            variables.putAll(standByRegion(service));
        }
        neighbours(service).forEach((neighbour, variable) -> variables.put(variable, find(neighbour, "url")));
        VariableTemplates templates = new VariableTemplates(location);
        needs(service).variables().forEach((name, value) -> variables.put(name, templates.resolve(value)));
        return variables;
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

    private static Needs needs(String service) {
        return Topology.load().of(service).needs();
    }

    /** All other services fetch the public token keys from user-service; the gateway calls all services with an API. */
    private static Map<String, String> neighbours(String service) {
        return switch (service) {
            case "user-service" -> Map.of();
            case "gateway" ->
                Map.of(
                        "catalog-service", "STAGE5_CATALOG_URL",
                        "order-service", "STAGE5_ORDER_URL",
                        "user-service", "STAGE5_USER_URL");
            default -> Map.of("user-service", "STAGE5_USER_URL");
        };
    }

    /** Allows the service's security group to reach Redis, if the service uses it. */
    void allowRedis(String service, SecurityGroup own) {
        if (RedisStack.isUsedBy(service)) {
            SecurityGroups.ingress(scope, find(RedisStack.OWNER, "security-group"), own, RedisStack.PORT);
        }
    }

    private String find(String owner, String name) {
        return new SharedParameters(location).find(scope, owner, name);
    }
}
