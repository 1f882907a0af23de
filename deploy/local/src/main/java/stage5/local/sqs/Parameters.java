package stage5.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads the parameters of a call. All methods throw {@link SqsErrorException} for what SQS rejects. */
final class Parameters {

    private Parameters() {}

    /** Returns a text; null if it is missing. */
    static String text(JsonNode parameters, String name) {
        JsonNode node = parameters.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw SqsErrorException.unserializable(name + " must be a string");
        }
        return node.textValue();
    }

    /** Returns a text that is neither missing nor empty. */
    static String requireText(JsonNode parameters, String name) {
        String text = text(parameters, name);
        if (text == null || text.isEmpty()) {
            throw SqsErrorException.missingParameter(name);
        }
        return text;
    }

    /** Returns a whole number; empty if it is missing. */
    static OptionalInt number(JsonNode parameters, String name) {
        JsonNode node = parameters.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return OptionalInt.empty();
        }
        if (!node.isInt()) {
            throw SqsErrorException.unserializable(name + " must be an integer");
        }
        return OptionalInt.of(node.intValue());
    }

    /**
     * Returns a whole number within bounds; empty if it is missing.
     *
     * @param reason the reason in the error's message
     */
    static OptionalInt number(JsonNode parameters, String name, int least, int most, String reason) {
        OptionalInt number = number(parameters, name);
        if (number.isPresent() && (number.getAsInt() < least || number.getAsInt() > most)) {
            throw SqsErrorException.invalidParameterValue(name, number.getAsInt(), reason);
        }
        return number;
    }

    /** Returns a list of texts; empty if it is missing. */
    static List<String> texts(JsonNode parameters, String name) {
        List<String> texts = new ArrayList<>();
        parameters.path(name).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Returns a map of texts, in the request's order; empty if it is missing. */
    static Map<String, String> map(JsonNode parameters, String name) {
        Map<String, String> map = new LinkedHashMap<>();
        parameters
                .path(name)
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}
