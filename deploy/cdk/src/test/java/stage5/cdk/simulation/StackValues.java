package stage5.cdk.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.IntrinsicFunctions;
import stage5.aws.assembly.TemplateResource;
import stage5.aws.graph.Name;
import stage5.aws.graph.Name.Kind;
import stage5.aws.graph.RequiredNames;
import stage5.cdk.simulation.DeployedStack.Deployed;

/** Evaluates values of a stack's template with the current state of the accounts. */
record StackValues(DeployedStack stack, SimulatedAccounts accounts) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern DYNAMIC =
            Pattern.compile("\\{\\{resolve:(ssm|ssm-secure|secretsmanager):([^:}]+)([^}]*)}}");

    /** The partial ARN of a secret in a task definition. */
    private static final Pattern SECRET_ARN =
            Pattern.compile("arn:aws:secretsmanager:([a-z0-9-]+):(\\d{12}):secret:([^:]+).*");

    /** A text that marks a value that came from a secret. */
    static final String SECRET = "secret ";

    /** Returns the value without intrinsic functions; its dynamic references stay. */
    JsonNode evaluate(JsonNode value) {
        return new IntrinsicFunctions(stack.template(), new IntrinsicFunctions.References() {
                    @Override
                    public String ref(String logicalId) {
                        return stack.template()
                                .ssmParameter(logicalId)
                                .flatMap(name -> accounts.parameter(identity(Kind.PARAMETER, name)))
                                .orElseGet(() -> physicalId(logicalId));
                    }

                    @Override
                    public String attribute(String logicalId, String attribute) {
                        Deployed resource = stack.resources().get(logicalId);
                        if (resource != null && resource.resource().type().startsWith("Custom::")) {
                            return resource.resolved().asText();
                        }
                        String id = physicalId(logicalId);
                        // An address of which parts are taken.
                        return attribute.endsWith("Endpoint")
                                ? "https://%s.example".formatted(id)
                                : id + "." + attribute;
                    }

                    @Override
                    public String imported(String export) {
                        return "import of " + export;
                    }
                })
                .evaluate(value);
    }

    private String physicalId(String logicalId) {
        Deployed resource = stack.resources().get(logicalId);
        return resource == null ? logicalId : resource.physicalId();
    }

    /**
     * Returns what the service receives for the properties. A <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html">published version</a> is the function
     * at the time of its publication. Tasks receive secrets <a
     * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html">when they
     * start</a>, here with a change of their ECS service.
     */
    JsonNode resolve(TemplateResource resource, JsonNode properties) {
        return switch (resource.type()) {
            case "AWS::Lambda::Version" -> referred(resource, "FunctionName").resolved();
            case "AWS::ECS::Service" ->
                started(referred(resource, "TaskDefinition").properties());
            default -> resource.type().startsWith("Custom::") ? read(resource) : resolve(properties);
        };
    }

    /** Returns what the running version or tasks would receive if they were published or started now. */
    JsonNode resolveNow(TemplateResource resource) {
        return switch (resource.type()) {
            case "AWS::Lambda::Version" ->
                resolve(evaluate(referred(resource, "FunctionName").resource().properties()));
            case "AWS::ECS::Service" ->
                started(evaluate(referred(resource, "TaskDefinition").resource().properties()));
            default -> resolve(resource, evaluate(resource.properties()));
        };
    }

    private Deployed referred(TemplateResource resource, String property) {
        return stack.resources()
                .get(resource.properties().path(property).path("Ref").asText());
    }

    private JsonNode started(JsonNode task) {
        return resolve(task, true);
    }

    /** Returns the value that the CDK's custom resource has read from SSM; empty for other custom resources. */
    private JsonNode read(TemplateResource resource) {
        String value = RequiredNames.of(stack.template(), resource).stream()
                .filter(name -> name.kind() == Kind.PARAMETER)
                .flatMap(name -> accounts.parameter(Identity.of(name)).stream())
                .findFirst()
                .orElse("");
        return NODES.textNode(value);
    }

    private JsonNode resolve(JsonNode value) {
        return resolve(value, false);
    }

    private JsonNode resolve(JsonNode value, boolean tasksStart) {
        if (value instanceof ObjectNode object) {
            ObjectNode all = NODES.objectNode();
            object.properties().forEach(field -> all.set(field.getKey(), resolve(field.getValue(), tasksStart)));
            return all;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode all = NODES.arrayNode();
            array.forEach(each -> all.add(resolve(each, tasksStart)));
            return all;
        }
        return value.isTextual() ? NODES.textNode(resolve(value.asText(), tasksStart)) : value;
    }

    private String resolve(String text, boolean tasksStart) {
        Matcher arn = SECRET_ARN.matcher(text);
        if (tasksStart && arn.matches()) {
            return secret(Name.of(Kind.SECRET, arn.group(2), arn.group(1), arn.group(3)));
        }
        return DYNAMIC.matcher(text).replaceAll(match -> Matcher.quoteReplacement(dynamic(match)));
    }

    private String dynamic(MatchResult reference) {
        String name = reference.group(2);
        return reference.group(1).equals("secretsmanager")
                ? secret(Name.of(
                        Kind.SECRET,
                        stack.template().account(),
                        stack.template().region(),
                        name))
                : accounts.parameter(identity(Kind.PARAMETER, name)).orElse("");
    }

    private String secret(Name name) {
        return SECRET + name.text() + " version "
                + accounts.secret(Identity.of(name)).orElse(0);
    }

    private Identity identity(Kind kind, String name) {
        return Identity.of(
                Name.of(kind, stack.template().account(), stack.template().region(), name));
    }

    /** Returns the logical ids to which the resource refers. */
    static Set<String> references(AssembledStack stack, TemplateResource resource) {
        Set<String> ids = new TreeSet<>();
        new IntrinsicFunctions(stack, new IntrinsicFunctions.References() {
                    @Override
                    public String ref(String logicalId) {
                        ids.add(logicalId);
                        return logicalId;
                    }

                    @Override
                    public String attribute(String logicalId, String attribute) {
                        ids.add(logicalId);
                        return logicalId;
                    }

                    @Override
                    public String imported(String export) {
                        return export;
                    }
                })
                .evaluate(resource.properties());
        return ids;
    }
}
