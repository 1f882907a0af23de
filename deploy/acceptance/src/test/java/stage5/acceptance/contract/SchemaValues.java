package stage5.acceptance.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generates random values that satisfy a JSON schema, and values that violate it. */
final class SchemaValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ApiDocument document;
    private final Random random;

    SchemaValues(ApiDocument document, Random random) {
        this.document = document;
        this.random = random;
    }

    /** Returns a value that satisfies the schema; the schema's own examples come first. */
    JsonNode valid(JsonNode reference) {
        JsonNode schema = document.resolve(reference);
        if (schema.has("example")) {
            return schema.path("example").deepCopy();
        }
        if (!schema.path("examples").isEmpty()) {
            return schema.path("examples")
                    .get(random.nextInt(schema.path("examples").size()))
                    .deepCopy();
        }
        if (!schema.path("enum").isEmpty()) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        return switch (type(schema)) {
            case "object" -> {
                ObjectNode object = JSON.objectNode();
                schema.path("properties").properties().forEach(property -> {
                    if (isRequired(schema, property.getKey()) || random.nextBoolean()) {
                        object.set(property.getKey(), valid(property.getValue()));
                    }
                });
                yield object;
            }
            case "array" -> {
                ArrayNode array = JSON.arrayNode();
                int length = Math.max(1, schema.path("minItems").asInt(0));
                for (int i = 0; i < length; i++) {
                    array.add(valid(schema.path("items")));
                }
                yield array;
            }
            case "integer", "number" -> JSON.numberNode(schema.path("minimum").asLong(0) + random.nextInt(3));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            default ->
                JSON.textNode("x".repeat(Math.max(1, schema.path("minLength").asInt(1))));
        };
    }

    /** Changes one random place of a valid value, at any depth, so that it violates the schema, and returns the value. */
    JsonNode invalid(JsonNode reference, JsonNode valid) {
        JsonNode schema = document.resolve(reference);
        if (valid instanceof ObjectNode object && !object.isEmpty() && random.nextInt(3) > 0) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            object.set(name, invalid(schema.path("properties").path(name), object.get(name)));
            return object;
        }
        if (valid instanceof ArrayNode array && !array.isEmpty() && random.nextBoolean()) {
            int index = random.nextInt(array.size());
            array.set(index, invalid(schema.path("items"), array.get(index)));
            return array;
        }
        List<JsonNode> violations = violations(schema, valid);
        return violations.get(random.nextInt(violations.size()));
    }

    private List<JsonNode> violations(JsonNode schema, JsonNode valid) {
        List<JsonNode> violations = new ArrayList<>();
        String type = type(schema);
        if (!type.equals("object")) {
            violations.add(JSON.objectNode().put("unexpected", 1));
        }
        if (!type.equals("array")) {
            violations.add(JSON.arrayNode());
        }
        if (!type.equals("boolean")) {
            violations.add(JSON.booleanNode(true));
        }
        switch (type) {
            case "object" -> {
                violations.add(JSON.textNode("not an object"));
                violations.add(nested(100));
                ObjectNode unknown = valid.deepCopy();
                violations.add(unknown.put("noSuchField", "x"));
                schema.path("required").forEach(name -> {
                    ObjectNode incomplete = valid.deepCopy();
                    incomplete.remove(name.asText());
                    violations.add(incomplete);
                    ObjectNode withNull = valid.deepCopy();
                    violations.add(withNull.putNull(name.asText()));
                });
            }
            case "array" -> {
                violations.add(JSON.textNode("not an array"));
                if (schema.has("maxItems") && !valid.isEmpty()) {
                    ArrayNode many = JSON.arrayNode();
                    for (int i = 0; i <= schema.path("maxItems").asInt(); i++) {
                        many.add(valid.get(0));
                    }
                    violations.add(many);
                }
                if (schema.path("minItems").asInt(0) > 0) {
                    violations.add(JSON.arrayNode());
                }
            }
            case "integer", "number" -> {
                violations.add(JSON.textNode("1"));
                violations.add(JSON.numberNode(1.5));
                violations.add(JSON.numberNode(BigInteger.TEN.pow(30)));
                if (schema.has("minimum")) {
                    violations.add(JSON.numberNode(schema.path("minimum").asLong() - 1));
                }
                if (schema.has("maximum")) {
                    violations.add(JSON.numberNode(schema.path("maximum").asLong() + 1));
                }
            }
            case "boolean" -> violations.add(JSON.textNode("true"));
            default -> {
                violations.add(JSON.numberNode(5));
                if (schema.has("maxLength")) {
                    violations.add(
                            JSON.textNode("x".repeat(schema.path("maxLength").asInt() + 1)));
                }
                if (schema.path("minLength").asInt(0) > 0) {
                    violations.add(JSON.textNode(""));
                }
                if (schema.has("pattern") || schema.has("enum")) {
                    violations.add(JSON.textNode(" \u0001~no match~ "));
                }
            }
        }
        return violations;
    }

    private static JsonNode nested(int depth) {
        ObjectNode root = JSON.objectNode();
        ObjectNode inner = root;
        for (int i = 0; i < depth; i++) {
            inner = inner.putObject("deep");
        }
        return root;
    }

    private static boolean isRequired(JsonNode schema, String property) {
        for (JsonNode name : schema.path("required")) {
            if (name.asText().equals(property)) {
                return true;
            }
        }
        return false;
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.get(0).asText() : type.asText(schema.has("properties") ? "object" : "string");
    }
}
