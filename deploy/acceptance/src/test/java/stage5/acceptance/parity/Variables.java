package stage5.acceptance.parity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.acceptance.client.Answer;

/** What earlier answers told, put in place of {@code {{its name}}} in later steps. */
final class Variables {

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final String HEADER = "header:";

    private final Map<String, String> values = new HashMap<>();

    void set(String name, String value) {
        values.put(name, value);
    }

    String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No earlier step has told " + name);
        }
        return value;
    }

    /** @throws IllegalArgumentException if the answer does not tell what later steps need */
    void capture(Map<String, String> wanted, Answer answer) {
        wanted.forEach((name, where) -> set(
                name,
                found(where, answer)
                        .orElseThrow(() -> new IllegalArgumentException("No %s in what was answered with %d: %s"
                                .formatted(where, answer.status(), answer.text())))));
    }

    private static Optional<String> found(String where, Answer answer) {
        String text = where.startsWith(HEADER)
                ? answer.header(where.substring(HEADER.length()))
                : answer.json().at(where).asText();
        return Optional.of(text).filter(found -> !found.isEmpty());
    }

    String fill(String text) {
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(get(found.group(1))));
    }
}
