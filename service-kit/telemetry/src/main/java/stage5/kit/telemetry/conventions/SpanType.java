package stage5.kit.telemetry.conventions;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.kit.telemetry.Span;

/**
 * What the spans of one type need; {@code conventions.yaml} explains the fields.
 *
 * @param name null if any name is valid
 */
record SpanType(
        String type,
        Map<String, String> matches,
        List<String> kinds,
        String name,
        List<String> required,
        List<String> anyOf,
        boolean links) {

    private static final String ANY = "*";
    private static final Pattern PART = Pattern.compile("\\{([^}]+)}|\\*|[^{*]+");

    SpanType {
        matches = Map.copyOf(matches);
        kinds = List.copyOf(kinds);
        required = Objects.requireNonNullElse(required, List.of());
        anyOf = Objects.requireNonNullElse(anyOf, List.of());
    }

    boolean isOf(Span span) {
        return matches.entrySet().stream().allMatch(entry -> {
            Object value = span.attributes().get(entry.getKey());
            return value != null
                    && (entry.getValue().equals(ANY) || entry.getValue().equals(value.toString()));
        });
    }

    /** Returns whether the span's name is made from its attributes as this type requires. */
    boolean isNamed(Span span) {
        if (name == null) {
            return !span.name().isBlank();
        }
        StringBuilder expected = new StringBuilder();
        Matcher part = PART.matcher(name);
        while (part.find()) {
            if (part.group().equals(ANY)) {
                expected.append(".*");
            } else if (part.group(1) == null) {
                expected.append(Pattern.quote(part.group()));
            } else {
                expected.append(Pattern.quote(String.valueOf(span.attributes().get(part.group(1)))));
            }
        }
        return span.name().matches(expected.toString());
    }
}
