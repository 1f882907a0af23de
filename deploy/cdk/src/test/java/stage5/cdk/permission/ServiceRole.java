package stage5.cdk.permission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements on tables, topics and queues of a function's or task's role. */
record ServiceRole(String owner, List<JsonNode> statements) {

    private static final Set<String> SERVICES = Set.of("dynamodb", "sns", "sqs");

    /** Returns the roles of the template's named functions; the owner is the function's name. */
    static Stream<ServiceRole> ofFunctions(JsonNode template) {
        return resources(template, "AWS::Lambda::Function")
                .filter(function -> function.has("FunctionName"))
                .map(function -> of(template, function.path("FunctionName").asText(), function.path("Role")));
    }

    /** Returns the task roles of the template, without the execution roles. */
    static Stream<ServiceRole> ofTasks(JsonNode template) {
        return resources(template, "AWS::ECS::TaskDefinition")
                .map(task -> of(template, task.path("Family").asText(), task.path("TaskRoleArn")));
    }

    /** Returns the allowed actions. */
    Set<String> actions() {
        return statements.stream()
                .flatMap(statement -> values(statement.path("Action")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the ARNs of the resources. */
    Set<String> resources() {
        return statements.stream()
                .flatMap(statement -> values(statement.path("Resource")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ServiceRole of(JsonNode template, String owner, JsonNode arn) {
        String role = arn.path("Fn::GetAtt").path(0).asText();
        return new ServiceRole(
                owner,
                resources(template, "AWS::IAM::Policy")
                        .filter(policy ->
                                policy.path("Roles").findValuesAsText("Ref").contains(role))
                        .flatMap(policy ->
                                policy.path("PolicyDocument").path("Statement").valueStream())
                        .filter(statement -> values(statement.path("Action"))
                                .anyMatch(action -> SERVICES.contains(action.substring(0, action.indexOf(':')))))
                        .toList());
    }

    private static Stream<JsonNode> resources(JsonNode template, String type) {
        return template.path("Resources")
                .valueStream()
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"));
    }

    /** Returns a single value or all values of a list; references as JSON. */
    private static Stream<String> values(JsonNode value) {
        return (value.isArray() ? value.valueStream() : Stream.of(value))
                .map(each -> each.isTextual() ? each.asText() : each.toString());
    }
}
