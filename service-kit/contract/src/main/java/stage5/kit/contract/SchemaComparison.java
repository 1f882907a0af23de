package stage5.kit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Compares two versions of a JSON Schema (2020-12, which OpenAPI 3.1 and AsyncAPI 3 use) keyword by keyword, by the
 * table in {@link Compatibility}. Any change of an unknown keyword counts as breaking.
 */
final class SchemaComparison {

    private static final Set<String> ALL_TYPES =
            Set.of("null", "boolean", "object", "array", "number", "integer", "string");

    /** Lower limits: the larger one is narrower. */
    private static final Set<String> LOWER_LIMITS =
            Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains");

    /** Upper limits: the smaller one is narrower. */
    private static final Set<String> UPPER_LIMITS =
            Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains");

    /** Keywords that restrict values, and whose values can't be compared as narrower or wider. */
    private static final Set<String> RESTRICTIONS = Set.of(
            "pattern", "format", "multipleOf", "uniqueItems", "contentMediaType", "contentEncoding", "not", "contains");

    private static final Set<String> COMBINATIONS = Set.of("allOf", "anyOf", "oneOf");

    private static final Set<String> NESTED = Set.of("items", "additionalProperties", "propertyNames");

    private static final Set<String> STRUCTURE = Set.of("type", "enum", "const", "properties", "required", "$ref");

    /** Documentation and names; changes do not matter. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "examples",
            "example",
            "deprecated",
            "$comment",
            "$id",
            "$schema",
            "$defs",
            "definitions");

    private final SchemaRole role;
    private final Consumer<BreakingChange> breaks;
    private final Set<String> compared = new HashSet<>();

    SchemaComparison(SchemaRole role, Consumer<BreakingChange> breaks) {
        this.role = role;
        this.breaks = breaks;
    }

    /** Compares two nodes as schemas; a missing node allows everything. */
    void compare(DocumentNode before, DocumentNode after) {
        DocumentNode was = schema(before);
        DocumentNode is = schema(after);
        if (!compared.add(was.file() + was.pointer() + " " + is.file() + is.pointer())) {
            return; // a recursive schema, or one that several fields share
        }
        types(was, is);
        values(was, is);
        limits(was, is);
        restrictions(was, is);
        fields(was, is);
        NESTED.forEach(keyword -> nested(keyword, was, is));
        COMBINATIONS.forEach(keyword -> combination(keyword, was, is));
        unknown(was, is);
    }

    private void types(DocumentNode was, DocumentNode is) {
        Set<String> before = types(was);
        Set<String> after = types(is);
        boolean lost = !after.containsAll(before);
        boolean gained = !before.containsAll(after);
        String change = "type was " + names(before) + ", is " + names(after);
        if (lost && gained) {
            changed(is, change);
        } else if (lost) {
            narrowed(is, change);
        } else if (gained) {
            widened(is, change);
        }
    }

    private void values(DocumentNode was, DocumentNode is) {
        Map<JsonNode, String> before = values(was);
        Map<JsonNode, String> after = values(is);
        if (before.isEmpty() && after.isEmpty()) {
            return;
        }
        if (before.isEmpty()) {
            narrowed(is, "allows only " + after.keySet() + " now");
            return;
        }
        if (after.isEmpty()) {
            widened(is, "allows other values than " + before.keySet() + " now");
            return;
        }
        before.forEach((value, meaning) -> {
            if (!after.containsKey(value)) {
                narrowed(is, "value " + value + " removed");
            } else if (!meaning.isEmpty() && !meaning.equals(after.get(value))) {
                changed(is, "value " + value + " meant \"" + meaning + "\", means \"" + after.get(value) + "\"");
            }
        });
        after.keySet().stream()
                .filter(value -> !before.containsKey(value))
                .forEach(value -> widened(is, "value " + value + " added to a closed list"));
    }

    private void limits(DocumentNode was, DocumentNode is) {
        LOWER_LIMITS.forEach(keyword -> limit(keyword, 1, was, is));
        UPPER_LIMITS.forEach(keyword -> limit(keyword, -1, was, is));
    }

    private void limit(String keyword, int narrowing, DocumentNode was, DocumentNode is) {
        JsonNode before = was.at(keyword).node();
        JsonNode after = is.at(keyword).node();
        int direction = before.isMissingNode() || after.isMissingNode()
                ? Boolean.compare(before.isMissingNode(), after.isMissingNode())
                : narrowing * decimal(after).compareTo(decimal(before));
        if (direction != 0) {
            String change = keyword + " was " + text(before) + ", is " + text(after);
            if (direction > 0) {
                narrowed(is, change);
            } else {
                widened(is, change);
            }
        }
    }

    private void restrictions(DocumentNode was, DocumentNode is) {
        for (String keyword : RESTRICTIONS) {
            JsonNode before = was.at(keyword).node();
            JsonNode after = is.at(keyword).node();
            if (before.equals(after)) {
                continue;
            }
            String change = keyword + " was " + text(before) + ", is " + text(after);
            if (before.isMissingNode()) {
                narrowed(is, change);
            } else if (after.isMissingNode()) {
                widened(is, change);
            } else {
                changed(is, change);
            }
        }
    }

    private void fields(DocumentNode was, DocumentNode is) {
        Map<String, DocumentNode> before = was.at("properties").members();
        Map<String, DocumentNode> after = is.at("properties").members();
        Set<String> neededBefore = strings(was.at("required"));
        Set<String> neededAfter = strings(is.at("required"));
        before.forEach((name, field) -> {
            DocumentNode now = is.at("properties").at(name);
            if (!after.containsKey(name)) {
                changed(now, "field removed");
            } else {
                compare(field, now);
            }
        });
        after.forEach((name, field) -> {
            if (!before.containsKey(name) && isClosed(was)) {
                widened(field, "field added to a closed object");
            }
        });
        neededAfter.stream()
                .filter(name -> !neededBefore.contains(name))
                .forEach(name -> narrowed(
                        is.at("properties").at(name),
                        before.containsKey(name) ? "field is required, was optional" : "required field added"));
        neededBefore.stream()
                .filter(name -> !neededAfter.contains(name))
                .filter(name -> after.containsKey(name) || !before.containsKey(name))
                .forEach(name -> widened(is.at("properties").at(name), "field is optional, was required"));
    }

    private void nested(String keyword, DocumentNode was, DocumentNode is) {
        if (was.at(keyword).exists() || is.at(keyword).exists()) {
            compare(was.at(keyword), is.at(keyword));
        }
    }

    private void combination(String keyword, DocumentNode was, DocumentNode is) {
        if (isValueList(was.at(keyword)) || isValueList(is.at(keyword))) {
            return; // compared as values
        }
        List<DocumentNode> before = was.at(keyword).elements();
        List<DocumentNode> after = is.at(keyword).elements();
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            compare(before.get(i), after.get(i));
        }
        if (before.size() != after.size()) {
            String change = keyword + " had " + before.size() + " parts, has " + after.size();
            boolean wider = keyword.equals("allOf") || before.isEmpty() || after.isEmpty()
                    ? after.size() < before.size()
                    : after.size() > before.size();
            if (wider) {
                widened(is.at(keyword), change);
            } else {
                narrowed(is.at(keyword), change);
            }
        }
    }

    private void unknown(DocumentNode was, DocumentNode is) {
        Set<String> keywords = new LinkedHashSet<>(was.members().keySet());
        keywords.addAll(is.members().keySet());
        keywords.stream()
                .filter(keyword -> !isKnown(keyword))
                .filter(keyword -> !was.at(keyword).node().equals(is.at(keyword).node()))
                .forEach(keyword -> changed(
                        is.at(keyword),
                        keyword + " was " + text(was.at(keyword).node()) + ", is "
                                + text(is.at(keyword).node())));
    }

    private void widened(DocumentNode node, String change) {
        if (role.oldReadersGetNewData()) {
            breaks.accept(node.breakingChange(change + ": " + role.whenWidened()));
        }
    }

    private void narrowed(DocumentNode node, String change) {
        if (role.newReadersGetOldData()) {
            breaks.accept(node.breakingChange(change + ": " + role.whenNarrowed()));
        }
    }

    private void changed(DocumentNode node, String change) {
        String effect = role.oldReadersGetNewData() ? role.whenWidened() : role.whenNarrowed();
        breaks.accept(node.breakingChange(change + ": " + effect));
    }

    /** Returns the schema as an object: {@code true} allows everything, {@code false} nothing. */
    private static DocumentNode schema(DocumentNode node) {
        DocumentNode target = node.target();
        if (target.node().isObject()) {
            return target;
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (target.node().isBoolean() && !target.node().booleanValue()) {
            schema.putObject("not");
        }
        return new DocumentNode(target.contract(), target.file(), target.pointer(), schema);
    }

    private static boolean isKnown(String keyword) {
        return STRUCTURE.contains(keyword)
                || LOWER_LIMITS.contains(keyword)
                || UPPER_LIMITS.contains(keyword)
                || RESTRICTIONS.contains(keyword)
                || COMBINATIONS.contains(keyword)
                || NESTED.contains(keyword)
                || ANNOTATIONS.contains(keyword)
                || keyword.startsWith("x-");
    }

    private static Set<String> types(DocumentNode schema) {
        Set<String> declared = strings(schema.at("type"));
        Set<String> types = new TreeSet<>();
        if (!declared.isEmpty()) {
            types.addAll(declared);
        } else {
            values(schema).keySet().forEach(value -> types.add(typeOf(value)));
        }
        if (types.isEmpty()) {
            return ALL_TYPES;
        }
        if (types.contains("number")) {
            types.add("integer");
        }
        return types;
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> "null";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case STRING -> "string";
            default -> "object";
        };
    }

    /** Returns the values that a schema lists with their meaning: the value's own description, or else the list's. */
    private static Map<JsonNode, String> values(DocumentNode schema) {
        Map<JsonNode, String> values = new LinkedHashMap<>();
        String ofList = schema.at("description").text();
        if (schema.at("const").exists()) {
            values.put(schema.at("const").node(), ofList);
        }
        schema.at("enum").elements().forEach(value -> values.put(value.node(), ofList));
        for (String keyword : List.of("oneOf", "anyOf")) {
            if (isValueList(schema.at(keyword))) {
                schema.at(keyword)
                        .elements()
                        .forEach(value -> values.put(
                                value.at("const").node(),
                                value.at("description").node().asText(ofList)));
            }
        }
        return values;
    }

    private static boolean isValueList(DocumentNode combination) {
        List<DocumentNode> parts = combination.elements();
        return !parts.isEmpty()
                && parts.stream().allMatch(part -> part.at("const").exists());
    }

    private static boolean isClosed(DocumentNode schema) {
        JsonNode more = schema.at("additionalProperties").node();
        return more.isBoolean() && !more.booleanValue();
    }

    private static Set<String> strings(DocumentNode list) {
        return list.node().isTextual()
                ? Set.of(list.text())
                : list.elements().stream().map(DocumentNode::text).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static BigDecimal decimal(JsonNode number) {
        return number.decimalValue();
    }

    private static String names(Set<String> types) {
        return types.containsAll(ALL_TYPES) ? "any" : String.join(" or ", new TreeSet<>(types));
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "not stated" : value.toString();
    }
}
