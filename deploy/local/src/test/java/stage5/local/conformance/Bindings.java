package stage5.local.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that a case's texts refer to by <code>${name.path}</code>. */
final class Bindings {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");
    private static final String REPEAT = "repeat:";
    private static final String INDEX = "index";

    private final Map<String, Supplier<JsonNode>> values;

    Bindings() {
        this(Map.of());
    }

    private Bindings(Map<String, Supplier<JsonNode>> values) {
        this.values = new HashMap<>(values);
    }

    /** Returns a copy; later changes of one do not change the other. */
    Bindings copy() {
        return new Bindings(values);
    }

    Bindings bind(String name, JsonNode value) {
        values.put(name, () -> value);
        return this;
    }

    /** Binds a value that is computed when a text refers to it. */
    Bindings bind(String name, Supplier<String> value) {
        values.put(name, () -> TextNode.valueOf(value.get()));
        return this;
    }

    Bindings bind(String name, String value) {
        return bind(name, TextNode.valueOf(value));
    }

    /**
     * Returns the parameters with all references replaced, and {@code $list} and {@code $json} expanded.
     *
     * @throws UnboundException if a reference has no value
     */
    JsonNode parameters(JsonNode node) {
        return resolve(node, true);
    }

    /** Returns an expectation with all references replaced; matchers stay. */
    JsonNode expectation(JsonNode node) {
        return resolve(node, false);
    }

    /** Returns the text with all references replaced; null for null. */
    String text(String text) {
        return text == null ? null : resolve(TextNode.valueOf(text), true).asText();
    }

    private JsonNode resolve(JsonNode node, boolean expand) {
        return switch (node) {
            case null -> null;
            case ObjectNode list when expand && list.has("$list") -> list(list.get("$list"));
            case ObjectNode json
            when expand && json.has("$json") ->
                TextNode.valueOf(resolve(json.get("$json"), true).toString());
            case ObjectNode object -> {
                ObjectNode resolved = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(entry -> resolved.set(
                                resolve(TextNode.valueOf(entry.getKey()), expand)
                                        .asText(),
                                resolve(entry.getValue(), expand)));
                yield resolved;
            }
            case ArrayNode array -> {
                ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> resolved.add(resolve(element, expand)));
                yield resolved;
            }
            case TextNode text -> resolve(text);
            default -> node;
        };
    }

    private ArrayNode list(JsonNode list) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < list.path("times").asInt(); i++) {
            items.add(copy().bind(INDEX, IntNode.valueOf(i)).resolve(list.path("item"), true));
        }
        return items;
    }

    /** A text that is one reference as a whole keeps the type of its value. */
    private JsonNode resolve(TextNode text) {
        Matcher references = REFERENCE.matcher(text.asText());
        if (references.matches()) {
            return value(references.group(1));
        }
        references.reset();
        StringBuilder resolved = new StringBuilder();
        while (references.find()) {
            references.appendReplacement(
                    resolved,
                    Matcher.quoteReplacement(value(references.group(1)).asText()));
        }
        return TextNode.valueOf(references.appendTail(resolved).toString());
    }

    private JsonNode value(String reference) {
        if (reference.startsWith(REPEAT)) {
            int times = reference.lastIndexOf(':');
            return TextNode.valueOf(reference
                    .substring(REPEAT.length(), times)
                    .repeat(Integer.parseInt(reference.substring(times + 1))));
        }
        int end = reference.indexOf('.');
        Supplier<JsonNode> value = values.get(end < 0 ? reference : reference.substring(0, end));
        JsonNode bound = value == null ? null : value.get();
        JsonNode found = bound == null || end < 0 ? bound : FieldPath.find(bound, reference.substring(end + 1));
        if (found == null || found.isMissingNode()) {
            throw new UnboundException(reference);
        }
        return found;
    }

    /** A reference has no value. */
    static final class UnboundException extends RuntimeException {

        UnboundException(String reference) {
            super("${" + reference + "} has no value");
        }
    }
}
