package stage5.kit.telemetry.conventions;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.conventions.Violation.Rule;

/**
 * Checks spans against a pinned extract of OpenTelemetry's semantic conventions. Stricter than these in three points: an
 * attribute has to be in the extract, a value that has well-known values has to be one of them, and a span that is not
 * INTERNAL has to be of a known type.
 *
 * <p>Thread-safe.
 */
public final class SemanticConventions {

    private static final String FILE = "conventions.yaml";
    private static final int FIRST_SERVER_ERROR = 500;

    private final Extract extract;

    private SemanticConventions(Extract extract) {
        this.extract = extract;
    }

    /** Returns the conventions of the pinned version. */
    public static SemanticConventions pinned() {
        try (InputStream stream = SemanticConventions.class.getResourceAsStream(FILE)) {
            return new SemanticConventions(new ObjectMapper(new YAMLFactory()).readValue(stream, Extract.class));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " can't be read", e);
        }
    }

    /** Returns the version of the conventions. */
    public String version() {
        return extract.version();
    }

    /** Returns what is wrong with a span; empty if nothing is. */
    public List<Violation> check(Span span) {
        List<Violation> found = new ArrayList<>();
        SpanType type = extract.spanTypes().stream()
                .filter(candidate -> candidate.isOf(span))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The last type has to match every span"));
        checkType(span, type, found);
        span.attributes().forEach((name, value) -> checkAttribute(name, value, found));
        checkError(span, found);
        if (span.endNanos() < span.startNanos()) {
            found.add(new Violation(Rule.TIME, "ends before it starts"));
        }
        return found;
    }

    private static void checkType(Span span, SpanType type, List<Violation> found) {
        if (!type.kinds().contains(span.kind())) {
            found.add(new Violation(
                    Rule.KIND, "%s is %s, not %s".formatted(type.type(), span.kind(), String.join("/", type.kinds()))));
        }
        for (String name : type.required()) {
            if (!span.attributes().containsKey(name)) {
                found.add(new Violation(Rule.MISSING, type.type() + " needs " + name));
            }
        }
        if (!type.anyOf().isEmpty() && type.anyOf().stream().noneMatch(span.attributes()::containsKey)) {
            found.add(new Violation(Rule.MISSING, type.type() + " needs one of " + type.anyOf()));
        }
        if (type.links() && span.links().isEmpty()) {
            found.add(new Violation(Rule.LINK, type.type() + " needs a link"));
        }
        if (!type.isNamed(span)) {
            found.add(new Violation(Rule.NAME, type.type() + " needs the name " + type.name()));
        }
    }

    private void checkAttribute(String name, Object value, List<Violation> found) {
        if (extract.deprecated().containsKey(name)) {
            String now = extract.deprecated().get(name);
            found.add(new Violation(Rule.DEPRECATED, now.isEmpty() ? name : name + " is now " + now));
            return;
        }
        Object definition = extract.attributes().get(name);
        switch (definition) {
            case null -> found.add(new Violation(Rule.UNKNOWN, name));
            case List<?> values
            when !values.contains(value) -> found.add(new Violation(Rule.VALUE, name + " has no value " + value));
            case String type
            when !isOf(type, value) -> found.add(new Violation(Rule.TYPE, "%s is no %s".formatted(name, type)));
            default -> {}
        }
    }

    private static boolean isOf(String type, Object value) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "int" -> value instanceof Long || value instanceof Integer;
            case "double" -> value instanceof Double;
            case "boolean" -> value instanceof Boolean;
            case "string[]" -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
            default -> throw new IllegalStateException("Unknown type in " + FILE + ": " + type);
        };
    }

    /**
     * A 4xx may leave the status of a CLIENT span unset: the shop's clients know which refusals are part of their contract,
     * and pass them on (<a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status">status of HTTP
     * spans</a>).
     */
    private static void checkError(Span span, List<Violation> found) {
        boolean error = span.status().equals("ERROR");
        if (error && !span.attributes().containsKey("error.type")) {
            found.add(new Violation(Rule.ERROR, "the status is ERROR without error.type"));
        }
        if (!error
                && span.attributes().get("http.response.status_code") instanceof Number status
                && status.intValue() >= FIRST_SERVER_ERROR) {
            found.add(new Violation(Rule.ERROR, "%s with HTTP status %s is no ERROR".formatted(span.kind(), status)));
        }
    }

    /**
     * The content of {@code conventions.yaml}.
     *
     * @param attributes a type, or a list of well-known values, by name
     */
    private record Extract(
            String version,
            String source,
            String licence,
            Map<String, Object> attributes,
            Map<String, String> deprecated,
            List<SpanType> spanTypes) {}
}
