package stage5.aws.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Evaluates the <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 * intrinsic functions</a> in values of a template. A function that can't be evaluated becomes the text <code>${NAME}</code>.
 */
public final class IntrinsicFunctions {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String NO_VALUE = "AWS::NoValue";
    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{([A-Za-z0-9:]+)(?:\\.([^}]*))?}");

    private final AssembledStack stack;
    private final References references;

    /** Evaluates references to resources and parameters. */
    public interface References {

        /** Returns the value of {@code Ref}. */
        String ref(String logicalId);

        /** Returns the value of {@code Fn::GetAtt}. */
        String attribute(String logicalId, String attribute);

        /** Returns the value of {@code Fn::ImportValue}. */
        String imported(String export);
    }

    public IntrinsicFunctions(AssembledStack stack, References references) {
        this.stack = stack;
        this.references = references;
    }

    /** Returns functions that evaluate each reference to a text such as <code>${LogicalId.Arn}</code>. */
    public static IntrinsicFunctions symbolic(AssembledStack stack) {
        return new IntrinsicFunctions(stack, new References() {
            @Override
            public String ref(String logicalId) {
                return "${" + logicalId + "}";
            }

            @Override
            public String attribute(String logicalId, String attribute) {
                return "${" + logicalId + "." + attribute + "}";
            }

            @Override
            public String imported(String export) {
                return "${import " + export + "}";
            }
        });
    }

    /** Returns a copy of the value without intrinsic functions. */
    public JsonNode evaluate(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object.size() == 1 && isFunction(object.fieldNames().next()) ? call(object) : fields(object);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode all = NODES.arrayNode();
            array.forEach(each -> {
                if (!isNoValue(each)) {
                    all.add(evaluate(each));
                }
            });
            return all;
        }
        return value;
    }

    /** Returns the evaluated value as text; objects and arrays as JSON. */
    public String text(JsonNode value) {
        JsonNode evaluated = evaluate(value);
        return evaluated.isContainerNode() ? evaluated.toString() : evaluated.asText();
    }

    private static boolean isFunction(String field) {
        return field.equals("Ref") || field.startsWith("Fn::");
    }

    private static boolean isNoValue(JsonNode value) {
        return value.path("Ref").asText().equals(NO_VALUE);
    }

    private ObjectNode fields(ObjectNode object) {
        ObjectNode all = NODES.objectNode();
        object.properties().forEach(field -> {
            if (!isNoValue(field.getValue())) {
                all.set(field.getKey(), evaluate(field.getValue()));
            }
        });
        return all;
    }

    private JsonNode call(ObjectNode function) {
        Map.Entry<String, JsonNode> call = function.properties().iterator().next();
        JsonNode argument = call.getValue();
        return switch (call.getKey()) {
            case "Ref" -> node(reference(argument.asText()));
            case "Fn::GetAtt" -> node(attribute(argument));
            case "Fn::ImportValue" -> node(references.imported(text(argument)));
            case "Fn::Join" -> join(argument);
            case "Fn::Sub" -> node(substituted(argument));
            case "Fn::Split" -> split(text(argument.path(0)), text(argument.path(1)));
            case "Fn::Select" -> select(evaluate(argument.path(0)).asInt(), evaluate(argument.path(1)));
            default -> node("${" + call.getKey() + "}");
        };
    }

    private String reference(String logicalId) {
        return switch (logicalId) {
            case "AWS::AccountId" -> stack.account();
            case "AWS::Region" -> stack.region();
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::StackName" -> stack.name();
            default -> references.ref(logicalId);
        };
    }

    private String attribute(JsonNode argument) {
        if (argument.isArray()) {
            return references.attribute(argument.path(0).asText(), text(argument.path(1)));
        }
        String[] parts = argument.asText().split("\\.", 2);
        return references.attribute(parts[0], parts[1]);
    }

    private JsonNode join(JsonNode argument) {
        JsonNode parts = evaluate(argument.path(1));
        return node((parts.isArray() ? parts.valueStream() : Stream.of(parts))
                .map(JsonNode::asText)
                .collect(Collectors.joining(argument.path(0).asText())));
    }

    private String substituted(JsonNode argument) {
        JsonNode variables = argument.path(1);
        return SUBSTITUTED
                .matcher(argument.isArray() ? argument.path(0).asText() : argument.asText())
                .replaceAll(match -> Matcher.quoteReplacement(substitute(match, variables)));
    }

    private String substitute(MatchResult match, JsonNode variables) {
        String name = match.group(1);
        if (variables.has(name)) {
            return text(variables.path(name));
        }
        return match.group(2) == null ? reference(name) : references.attribute(name, match.group(2));
    }

    private static ArrayNode split(String delimiter, String text) {
        ArrayNode parts = NODES.arrayNode();
        Stream.of(text.split(Pattern.quote(delimiter), -1)).forEach(parts::add);
        return parts;
    }

    private static JsonNode select(int index, JsonNode list) {
        return list.has(index) ? list.path(index) : node("${Fn::Select " + index + " of " + list.toString() + "}");
    }

    private static TextNode node(String text) {
        return NODES.textNode(text);
    }
}
