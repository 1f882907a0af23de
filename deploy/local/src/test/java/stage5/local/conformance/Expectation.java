package stage5.local.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Compares results with the expectations of the cases. */
final class Expectation {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> MEMBERS = Set.of("status", "code", "message", "headers", "body", "fields");
    private static final int SHOWN = 300;

    private Expectation() {}

    /** Returns the differences between a result and an expectation; null means that success is expected. */
    static List<Difference> differences(JsonNode expected, Result result) {
        List<Difference> differences = new ArrayList<>();
        if ((expected == null || !expected.has("code") && !expected.has("status")) && !result.isSuccess()) {
            return List.of(new Difference("success", "expected success, not " + result));
        }
        if (expected == null) {
            return differences;
        }
        expected.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            switch (entry.getKey()) {
                case "status" -> compare("status", value, JSON.valueToTree(result.status()), differences);
                case "code" -> compare("code", value, text(result.code()), differences);
                case "message" -> compare("message", value, text(result.message()), differences);
                case "body" -> compare("body", value, text(result.body()), differences);
                case "headers" ->
                    value.properties()
                            .forEach(header -> compare(
                                    "header " + header.getKey(),
                                    header.getValue(),
                                    header(result, header.getKey()),
                                    differences));
                case "fields" -> compareFields("", value, result.fields(), differences);
                default -> throw new IllegalArgumentException("Unknown in an expectation: " + entry.getKey());
            }
        });
        return differences;
    }

    private static JsonNode text(String value) {
        return value == null ? MissingNode.getInstance() : TextNode.valueOf(value);
    }

    private static JsonNode header(Result result, String name) {
        List<String> values = result.headers().get(name.toLowerCase(Locale.ROOT));
        return values == null ? MissingNode.getInstance() : TextNode.valueOf(String.join(", ", values));
    }

    private static void compareFields(String prefix, JsonNode expected, JsonNode actual, List<Difference> differences) {
        expected.properties()
                .forEach(field -> compare(
                        prefix + field.getKey(),
                        field.getValue(),
                        FieldPath.find(actual, field.getKey()),
                        differences));
    }

    private static void compare(String name, JsonNode expected, JsonNode actual, List<Difference> differences) {
        if (isMatcher(expected)) {
            Map.Entry<String, JsonNode> matcher =
                    expected.properties().iterator().next();
            if (matcher.getKey().equals("$json")) {
                compareJson(name, matcher.getValue(), actual, differences);
            } else if (!matches(matcher.getKey(), matcher.getValue(), actual)) {
                differences.add(difference(name, expected, actual));
            }
        } else if (!isEqual(expected, actual)) {
            differences.add(difference(name, expected, actual));
        }
    }

    private static void compareJson(String name, JsonNode fields, JsonNode actual, List<Difference> differences) {
        try {
            compareFields(name + " > ", fields, JSON.readTree(actual.asText()), differences);
        } catch (JsonProcessingException e) {
            differences.add(new Difference(name, name + ": expected JSON, not " + shown(actual)));
        }
    }

    private static Difference difference(String name, JsonNode expected, JsonNode actual) {
        return new Difference(name, name + ": expected " + shown(expected) + ", not " + shown(actual));
    }

    private static boolean isMatcher(JsonNode expected) {
        return expected.isObject()
                && expected.size() == 1
                && expected.fieldNames().next().startsWith("$");
    }

    private static boolean fits(JsonNode expected, JsonNode actual) {
        List<Difference> differences = new ArrayList<>();
        compare("", expected, actual, differences);
        return differences.isEmpty();
    }

    private static boolean matches(String matcher, JsonNode value, JsonNode actual) {
        return switch (matcher) {
            case "$absent" -> (actual.isMissingNode() || actual.isNull()) == value.asBoolean();
            case "$present" -> (actual.isMissingNode() || actual.isNull()) != value.asBoolean();
            case "$matches" ->
                actual.isValueNode()
                        && Pattern.compile(value.asText(), Pattern.DOTALL)
                                .matcher(actual.asText())
                                .matches();
            case "$contains" -> contains(value, actual);
            case "$size" ->
                !actual.isMissingNode()
                        && fits(
                                value,
                                JSON.valueToTree(
                                        actual.isTextual() ? actual.asText().length() : actual.size()));
            case "$not" -> !fits(value, actual);
            case "$like" ->
                actual.isObject()
                        && value.properties().stream()
                                .allMatch(member -> fits(member.getValue(), actual.path(member.getKey())));
            case "$unordered" -> isUnordered(value, actual);
            case "$between" ->
                value.get(0).asDouble() <= number(actual)
                        && number(actual) <= value.get(1).asDouble();
            default -> throw new IllegalArgumentException("Unknown matcher " + matcher);
        };
    }

    private static boolean contains(JsonNode value, JsonNode actual) {
        if (!actual.isArray()) {
            return actual.isValueNode() && actual.asText().contains(value.asText());
        }
        for (JsonNode element : actual) {
            if (fits(value, element)) {
                return true;
            }
        }
        return false;
    }

    /** Each expected element takes the first element that fits and that no earlier one has taken. */
    private static boolean isUnordered(JsonNode expected, JsonNode actual) {
        if (!actual.isArray() || actual.size() != expected.size()) {
            return false;
        }
        List<JsonNode> rest = new ArrayList<>();
        actual.forEach(rest::add);
        for (JsonNode element : expected) {
            JsonNode found = rest.stream()
                    .filter(candidate -> fits(element, candidate))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                return false;
            }
            rest.remove(found);
        }
        return true;
    }

    /** Returns a number, also one that is sent as text; NaN, which no comparison accepts, for anything else. */
    private static double number(JsonNode actual) {
        return actual.isNumber() || actual.isTextual() && actual.asText().matches("-?\\d+(\\.\\d+)?")
                ? Double.parseDouble(actual.asText())
                : Double.NaN;
    }

    /** Numbers and booleans are compared by value: XML has texts only. Within an array or object, matchers apply, too. */
    private static boolean isEqual(JsonNode expected, JsonNode actual) {
        if (expected.isArray()) {
            if (!actual.isArray() || actual.size() != expected.size()) {
                return false;
            }
            for (int i = 0; i < expected.size(); i++) {
                if (!fits(expected.get(i), actual.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (expected.isObject()) {
            return actual.isObject()
                    && actual.size() == expected.size()
                    && expected.properties().stream()
                            .allMatch(member -> fits(member.getValue(), actual.path(member.getKey())));
        }
        return actual.isValueNode()
                && actual.isNull() == expected.isNull()
                && Objects.equals(expected.asText(), actual.asText());
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }
}
