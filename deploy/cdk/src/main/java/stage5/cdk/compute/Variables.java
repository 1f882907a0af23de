package stage5.cdk.compute;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;
import stage5.cdk.Discovery;
import stage5.cdk.Site;
import stage5.cdk.config.OutsideSettings;
import stage5.cdk.redis.RedisStack;

/**
 * The variables by which a service is told where everything is: the same that the front door gives it on a developer's
 * machine, without those that AWS sets itself.
 */
record Variables(Construct scope, Site site) {

    Map<String, String> of(String service) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("STAGE5_ACCOUNT", site.environment().account());
        variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", Collector.ENDPOINT);
        variables.put(
                "QUARKUS_OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=" + site.environment().name());
        if (RedisStack.isUsedBy(service)) {
            variables.put(
                    "QUARKUS_REDIS_HOSTS", "rediss://%s:%d".formatted(find(RedisStack.OWNER, "host"), RedisStack.PORT));
        }
        if (!site.isActive()) {
            variables.putAll(standBy(service));
        }
        neighbours(service).forEach((neighbour, variable) -> variables.put(variable, find(neighbour, "url")));
        OutsideSettings outside = site.environment().outside();
        switch (service) {
            case "user-service" -> variables.put("STAGE5_ADMIN_EMAIL", outside.adminEmail());
            case "order-service" -> variables.put("STAGE5_PAYMENT_URL", outside.paymentUrl());
            case "notification-worker" -> {
                variables.put("QUARKUS_MAILER_HOST", "email-smtp.%s.amazonaws.com".formatted(site.region()));
                variables.put("QUARKUS_MAILER_PORT", "587");
                variables.put("QUARKUS_MAILER_START_TLS", "REQUIRED");
                variables.put("QUARKUS_MAILER_LOGIN", "REQUIRED");
                variables.put("QUARKUS_MAILER_FROM", "Stage Five <shop@%s>".formatted(outside.mailDomain()));
            }
            default -> {
                // The others need no more than all do.
            }
        }
        return variables;
    }

    /**
     * Tasks have their schedules in them, functions have EventBridge's. Without events nobody takes a changed product out
     * of a region's cache, so that it stays there for seconds only.
     */
    private static Map<String, String> standBy(String service) {
        return service.equals("catalog-service")
                ? Map.of("QUARKUS_SCHEDULER_ENABLED", "false", "STAGE5_CATALOG_CACHE_KEEP", "5S")
                : Map.of("QUARKUS_SCHEDULER_ENABLED", "false");
    }

    /** Everybody asks user-service for the keys of tokens, except for itself; the gateway asks all. */
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

    /** Lets the service's tasks or functions into Redis. */
    void letIntoRedis(String service, SecurityGroup own) {
        if (RedisStack.isUsedBy(service)) {
            SecurityGroups.ingress(scope, find(RedisStack.OWNER, "security-group"), own, RedisStack.PORT);
        }
    }

    private String find(String owner, String name) {
        return new Discovery(site).find(scope, owner, name);
    }
}
