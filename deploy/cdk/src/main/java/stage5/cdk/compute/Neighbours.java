package stage5.cdk.compute;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.config.Form;
import stage5.cdk.edge.GatewayParameters;

/**
 * The services that a service calls. Only the gateway may call the HTTP APIs of functions, and it signs its calls; everyone
 * may read their open paths. Load balancers of tasks admit the security groups of their callers only.
 */
record Neighbours(Construct scope, StackLocation location, String service, ReleaseInputs inputs) {

    /** The SSM parameter with the URL of a service. */
    static final String URL = "url";

    /** The SSM parameter with what identifies the load balancer in its ARN. */
    static final String BALANCER_ID = "balancer-id";

    /** The SSM parameter with the security group of a service's load balancer. */
    static final String SECURITY_GROUP = "security-group";

    /**
     * Returns the variable with the URL of each neighbour. All other services fetch the public token keys from user-service;
     * the gateway calls all services with an API. Sorted, so that each synthesis produces the same template.
     */
    private SortedMap<String, String> variableNames() {
        Map<String, String> names =
                switch (service) {
                    case "user-service" -> Map.of();
                    case GatewayParameters.OWNER ->
                        Map.of(
                                "catalog-service", "STAGE5_CATALOG_URL",
                                "order-service", "STAGE5_ORDER_URL",
                                "user-service", "STAGE5_USER_URL");
                    default -> Map.of("user-service", "STAGE5_USER_URL");
                };
        return new TreeMap<>(names);
    }

    /** Returns the environment variables with the URLs, and with what the gateway signs. */
    Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        variableNames().forEach((neighbour, variable) -> {
            variables.put(variable, url(neighbour));
            if (service.equals(GatewayParameters.OWNER)) {
                String upstream = neighbour.substring(0, neighbour.indexOf('-')).toUpperCase(Locale.ROOT);
                variables.put(
                        "STAGE5_GATEWAY_UPSTREAMS_%s_SIGNED".formatted(upstream),
                        Boolean.toString(runsAsFunctions(neighbour)));
            }
        });
        return variables;
    }

    private String url(String neighbour) {
        if (runsAsFunctions(neighbour)) {
            inputs.add(() -> apiId(neighbour));
            return "https://%s.execute-api.%s.amazonaws.com".formatted(apiId(neighbour), location.region());
        }
        inputs.add(() -> find(neighbour, BALANCER_ID));
        return find(neighbour, URL);
    }

    /** Lets the gateway's role call the APIs of its neighbours. */
    void allowCalls(IRole role) {
        List<String> apis = variableNames().keySet().stream()
                .filter(neighbour -> service.equals(GatewayParameters.OWNER) && runsAsFunctions(neighbour))
                .map(neighbour -> location.arn("execute-api", apiId(neighbour) + "/*"))
                .toList();
        if (!apis.isEmpty()) {
            role.addToPrincipalPolicy(PolicyStatement.Builder.create()
                    .actions(List.of("execute-api:Invoke"))
                    .resources(apis)
                    .build());
            AcceptedFinding.CALLED_SERVICES.on(role);
        }
    }

    /** Lets the service's own security group reach the load balancers of its neighbours. */
    void allowConnections(SecurityGroup own) {
        variableNames().keySet().stream()
                .filter(neighbour -> !runsAsFunctions(neighbour))
                .forEach(neighbour -> SecurityGroups.ingress(
                        scope, "Into-" + neighbour, find(neighbour, SECURITY_GROUP), own, BlueGreenBalancer.PORT));
    }

    private boolean runsAsFunctions(String neighbour) {
        return location.environment().formOf(neighbour) == Form.LAMBDA;
    }

    private String apiId(String neighbour) {
        return find(neighbour, GatewayParameters.API_ID);
    }

    private String find(String owner, String name) {
        return new SharedParameters(location).find(scope, owner, name);
    }
}
