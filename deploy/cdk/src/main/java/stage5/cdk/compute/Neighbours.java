package stage5.cdk.compute;

import java.util.List;
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
import stage5.topology.Needs.Call;
import stage5.topology.Topology;

/**
 * The services that a service calls. Only the gateway may call the HTTP APIs of functions, and it signs its calls; everyone
 * may read their open paths. Load balancers of tasks, or with Service Connect the tasks, admit the security groups of their callers
 * only.
 */
record Neighbours(Construct scope, StackLocation location, String service, ReleaseInputs inputs) {

    /** Returns the calls by the neighbours' names, sorted, so that each synthesis produces the same template. */
    private SortedMap<String, Call> calls() {
        return new TreeMap<>(Topology.load().of(service).needs().calls());
    }

    /** Returns the environment variables with the URLs, and with which calls have to be signed. */
    Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        calls().forEach((neighbour, call) -> {
            variables.put(call.url(), url(neighbour));
            if (call.signed() != null) {
                variables.put(call.signed(), Boolean.toString(runsAsFunctions(neighbour)));
            }
        });
        return variables;
    }

    private String url(String neighbour) {
        if (runsAsFunctions(neighbour)) {
            inputs.add(() -> apiId(neighbour));
            return "https://%s.execute-api.%s.amazonaws.com".formatted(apiId(neighbour), location.region());
        }
        inputs.add(() -> parameters().balancerOf(neighbour).read(scope));
        return parameters().urlOf(neighbour).read(scope);
    }

    /** Lets the role call the APIs of the neighbours whose calls it signs. */
    void allowCalls(IRole role) {
        List<String> apis = calls().entrySet().stream()
                .filter(call -> call.getValue().signed() != null && runsAsFunctions(call.getKey()))
                .map(call -> location.arn("execute-api", apiId(call.getKey()) + "/*"))
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
        calls().keySet().stream()
                .filter(neighbour -> !runsAsFunctions(neighbour))
                .forEach(neighbour -> SecurityGroups.ingress(
                        scope,
                        "Into-" + neighbour,
                        parameters().securityGroupOf(neighbour).read(scope),
                        own,
                        port()));
    }

    /** Service Connect leads from task to task, without a balancer. */
    private int port() {
        return location.environment().compute().connectsTasks() ? FargateTask.PORT : BlueGreenBalancer.PORT;
    }

    private boolean runsAsFunctions(String neighbour) {
        return location.environment().compute().formOf(neighbour) == Form.LAMBDA;
    }

    private String apiId(String neighbour) {
        return parameters().apiOf(neighbour).read(scope);
    }

    private SharedParameters parameters() {
        return new SharedParameters(location);
    }
}
