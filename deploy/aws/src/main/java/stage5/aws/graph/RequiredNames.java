package stage5.aws.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.IntrinsicFunctions;
import stage5.aws.assembly.TemplateResource;
import stage5.aws.graph.Name.Kind;

/**
 * Finds the names that must exist before a stack can be deployed: parameters of SSM, secrets, exports, and resources named
 * by ARN, image or bucket. Names in policies, dashboards and log queries are left out, because they may belong to
 * resources that don't exist yet.
 */
public final class RequiredNames {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Properties whose names don't have to exist. A principal of a policy has to, see {@link #PRINCIPAL}. */
    private static final Set<String> MENTIONING = Set.of(
            "PolicyDocument",
            "AssumeRolePolicyDocument",
            "KeyPolicy",
            "Policies",
            "RepositoryPolicyText",
            "DashboardBody",
            "QueryString");

    /** IAM rejects a policy with an unknown principal (<a
     * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal</a>). */
    private static final String PRINCIPAL = "Principal";

    /**
     * The pattern of <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html">dynamic references</a>.
     * It doesn't match a secret of the same stack, whose evaluated reference contains a brace.
     */
    private static final Pattern DYNAMIC = Pattern.compile("\\{\\{resolve:(ssm|ssm-secure|secretsmanager):([^}]*?)}}");

    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:([a-z0-9-]+):([a-z0-9-]*):(\\d{12}|):([^\\s\"'*,{}$]+)");

    private static final Pattern IMAGE =
            Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com/([^:@\\s\"]+)");

    /** Properties with the name of a bucket. */
    private static final Set<String> BUCKETS = Set.of("S3Bucket", "Bucket", "BucketName");

    private final AssembledStack stack;
    private final IntrinsicFunctions functions;
    private final Set<Name> names = new TreeSet<>();

    private RequiredNames(AssembledStack stack) {
        this.stack = stack;
        this.functions = new IntrinsicFunctions(stack, new IntrinsicFunctions.References() {
            @Override
            public String ref(String logicalId) {
                stack.ssmParameter(logicalId).ifPresent(name -> add(Kind.PARAMETER, name));
                return "${" + logicalId + "}";
            }

            @Override
            public String attribute(String logicalId, String attribute) {
                return "${" + logicalId + "." + attribute + "}";
            }

            @Override
            public String imported(String export) {
                add(Kind.EXPORT, export);
                return "${import " + export + "}";
            }
        });
    }

    /**
     * Returns the names that the stack needs and does not create itself. CloudFormation reads all parameters of a template,
     * even those that no resource uses.
     */
    public static Set<Name> of(AssembledStack stack) {
        RequiredNames required = new RequiredNames(stack);
        stack.template()
                .path("Parameters")
                .fieldNames()
                .forEachRemaining(parameter ->
                        required.functions.evaluate(JSON.createObjectNode().put("Ref", parameter)));
        stack.resources().forEach(required::add);
        required.visit(stack.template().path("Outputs"), "Outputs");
        required.names.removeAll(PublishedNames.of(stack));
        return required.names;
    }

    /** Returns the names that the resource needs, some of which its own stack may create. */
    public static Set<Name> of(AssembledStack stack, TemplateResource resource) {
        RequiredNames required = new RequiredNames(stack);
        required.add(resource);
        required.names.removeAll(PublishedNames.of(stack, resource));
        return required.names;
    }

    private void add(TemplateResource resource) {
        visit(resource.properties(), "Properties");
        if (resource.type().startsWith("Custom::")) {
            resource.properties().forEach(property -> addCall(functions.text(property)));
        }
    }

    /** Adds the parameter that a custom resource of the CDK reads, if it reads one: its properties contain calls as JSON. */
    private void addCall(String text) {
        if (!text.contains("\"GetParameter\"")) {
            return;
        }
        try {
            JsonNode call = JSON.readTree(text);
            names.add(Name.of(
                    Kind.PARAMETER,
                    stack.account(),
                    call.path("region").asText(stack.region()),
                    call.at("/parameters/Name").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A custom resource of %s has no JSON: %s".formatted(stack, text), e);
        }
    }

    private void visit(JsonNode value, String property) {
        JsonNode evaluated = functions.evaluate(value);
        visitEvaluated(evaluated, property);
    }

    private void visitEvaluated(JsonNode value, String property) {
        if (MENTIONING.contains(property)) {
            value.findValues(PRINCIPAL).forEach(principal -> visitEvaluated(principal, PRINCIPAL));
        } else if (value.isObject()) {
            value.properties().forEach(field -> visitEvaluated(field.getValue(), field.getKey()));
        } else if (value.isArray()) {
            value.forEach(each -> visitEvaluated(each, property));
        } else if (value.isTextual()) {
            addFrom(value.asText(), property);
        }
    }

    private void addFrom(String text, String property) {
        DYNAMIC.matcher(text).results().forEach(this::addDynamic);
        ARN.matcher(text)
                .results()
                .filter(arn -> !text.startsWith("${", arn.end())) // else only the beginning of the name is known
                .forEach(this::addArn);
        IMAGE.matcher(text)
                .results()
                .forEach(image -> names.add(Name.of(Kind.REPOSITORY, image.group(1), image.group(2), image.group(3))));
        if (BUCKETS.contains(property) && !text.contains("${")) {
            add(Kind.BUCKET, text);
        }
    }

    private void addDynamic(MatchResult reference) {
        String argument = reference.group(2);
        if (argument.startsWith("arn:")) {
            return; // found as an ARN
        }
        // SSM: NAME:VERSION. Secrets Manager: NAME:SecretString:FIELD:STAGE:VERSION.
        add(reference.group(1).equals("secretsmanager") ? Kind.SECRET : Kind.PARAMETER, argument.split(":", 2)[0]);
    }

    private void addArn(MatchResult arn) {
        String account = arn.group(3).isEmpty() ? stack.account() : arn.group(3);
        String resource = arn.group(4);
        switch (arn.group(1)) {
            case "sqs" -> add(Kind.QUEUE, account, arn.group(2), resource);
            case "sns" -> add(Kind.TOPIC, account, arn.group(2), before(resource, ":"));
            case "s3" -> add(Kind.BUCKET, account, "", before(resource, "/"));
            case "dynamodb" -> addIf(Kind.TABLE, account, arn.group(2), resource, "table/", "/");
            case "lambda" -> addIf(Kind.FUNCTION, account, arn.group(2), resource, "function:", ":");
            case "logs" -> addIf(Kind.LOG_GROUP, account, arn.group(2), resource, "log-group:", ":");
            case "ecr" -> addIf(Kind.REPOSITORY, account, arn.group(2), resource, "repository/", ":");
            case "secretsmanager" -> addIf(Kind.SECRET, account, arn.group(2), resource, "secret:", ":");
            case "ssm" -> addIf(Kind.PARAMETER, account, arn.group(2), resource, "parameter", ":");
            case "iam" -> {
                if (resource.startsWith("role/")) {
                    add(Kind.ROLE, account, "", resource.substring(resource.lastIndexOf('/') + 1));
                }
            }
            default -> {
                // No stack gives such a name.
            }
        }
    }

    private void addIf(Kind kind, String account, String region, String resource, String prefix, String end) {
        if (resource.startsWith(prefix)) {
            add(kind, account, region, before(resource.substring(prefix.length()), end));
        }
    }

    private static String before(String text, String end) {
        int index = text.indexOf(end);
        return index < 0 ? text : text.substring(0, index);
    }

    private void add(Kind kind, String text) {
        add(kind, stack.account(), stack.region(), text);
    }

    private void add(Kind kind, String account, String region, String text) {
        if (!text.isEmpty()) {
            names.add(Name.of(kind, account, region, text));
        }
    }
}
