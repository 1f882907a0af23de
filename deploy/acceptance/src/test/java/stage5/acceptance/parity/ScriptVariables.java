package stage5.acceptance.parity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.acceptance.client.ApiResponse;

/** Values from earlier responses; later steps refer to them as {@code {{name}}}. */
final class ScriptVariables {

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final String HEADER = "header:";

    private final Map<String, String> values = new HashMap<>();

    void set(String name, String value) {
        values.put(name, value);
    }

    String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No earlier step has captured " + name);
        }
        return value;
    }

    /** @throws IllegalArgumentException if the response lacks a value */
    void capture(Map<String, String> wanted, ApiResponse response) {
        wanted.forEach((name, where) -> set(
                name,
                found(where, response)
                        .orElseThrow(() -> new IllegalArgumentException("No %s in the response with status %d: %s"
                                .formatted(where, response.status(), response.text())))));
    }

    private static Optional<String> found(String where, ApiResponse response) {
        String text = where.startsWith(HEADER)
                ? response.header(where.substring(HEADER.length()))
                : response.json().at(where).asText();
        return Optional.of(text).filter(found -> !found.isEmpty());
    }

    String fill(String text) {
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(get(found.group(1))));
    }
}
