package stage5.cdk.compute;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.config.ExternalSettings;
import stage5.cdk.edge.EdgeSettings;
import stage5.cdk.redis.RedisStack;

/**
 * The environment variables of a service: the same that the front door sets on a developer's machine, except those that
 * AWS sets itself.
 */
record EnvironmentVariables(Construct scope, StackLocation location) {

    /**
     * Each of them appends to {@code X-Forwarded-For}: CloudFront, the gateway's load balancer or HTTP API, the gateway, and
     * this service's load balancer or HTTP API.
     */
    private static final String PROXIES_BEFORE_USER_SERVICE = "4";

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
        ExternalSettings outside = location.environment().outside();
        switch (service) {
            case "user-service" -> {
                variables.put("STAGE5_ADMIN_EMAIL", outside.adminEmail());
                variables.put("STAGE5_CLIENT_ADDRESS_TRUSTED_PROXIES", PROXIES_BEFORE_USER_SERVICE);
            }
            // The balancer or API Gateway; the gateway adds the edge itself if it sends the origin secret.
            case "gateway" ->
                variables.put(
                        "STAGE5_GATEWAY_TRUSTED_PROXIES",
                        EdgeSettings.of(location.environment()).sendsOriginSecret() ? "1" : "2");
            case "order-service" -> variables.put("STAGE5_PAYMENT_URL", outside.paymentUrl());
            case "notification-worker" -> {
                variables.put("QUARKUS_MAILER_HOST", "email-smtp.%s.amazonaws.com".formatted(location.region()));
                variables.put("QUARKUS_MAILER_PORT", "587");
                variables.put("QUARKUS_MAILER_START_TLS", "REQUIRED");
                variables.put("QUARKUS_MAILER_LOGIN", "REQUIRED");
                variables.put("QUARKUS_MAILER_FROM", "Stage Five <shop@%s>".formatted(outside.mailDomain()));
            }
            default -> {
                // No further variables.
            }
        }
        return variables;
    }

    /**
     * In the container form the scheduler runs inside the tasks, so it is disabled here; in the lambda form EventBridge's
     * schedules are disabled. A stand-by region receives no events that would evict a changed product from its cache, so
     * entries expire after seconds.
     */
    private static Map<String, String> standByRegion(String service) {
        return service.equals("catalog-service")
                ? Map.of("QUARKUS_SCHEDULER_ENABLED", "false", "STAGE5_CATALOG_CACHE_KEEP", "5S")
                : Map.of("QUARKUS_SCHEDULER_ENABLED", "false");
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
