package stage5.kit.telemetry.trace;

import java.util.Map;
import java.util.Objects;
import stage5.kit.telemetry.Span;

/**
 * Selects spans, as a search in Transaction Search does. Null means any.
 *
 * @param name the name of the span; with {@code *} at its end the beginning of the name
 * @param kind as in {@link Span}
 * @param status as in {@link Span}
 * @param minMillis the least duration in milliseconds
 * @param attributes values that the span must have, as text
 * @param minimums least values of attributes that are numbers
 */
public record SpanQuery(
        String service,
        String name,
        String kind,
        String status,
        Long minMillis,
        Map<String, String> attributes,
        Map<String, Long> minimums) {

    private static final String WILDCARD = "*";
    private static final long NANOS_PER_MILLI = 1_000_000;

    public SpanQuery {
        attributes = Map.copyOf(Objects.requireNonNullElse(attributes, Map.of()));
        minimums = Map.copyOf(Objects.requireNonNullElse(minimums, Map.of()));
    }

    /** Returns whether the query selects the span. */
    public boolean selects(Span span) {
        return isAny(service, span.service())
                && isNamed(span.name())
                && isAny(kind, span.kind())
                && isAny(status, span.status())
                && (minMillis == null || span.endNanos() - span.startNanos() >= minMillis * NANOS_PER_MILLI)
                && attributes.entrySet().stream().allMatch(wanted -> span.text(wanted.getKey())
                        .filter(wanted.getValue()::equals)
                        .isPresent())
                && minimums.entrySet().stream().allMatch(least -> isAtLeast(span, least.getKey(), least.getValue()));
    }

    private static boolean isAny(String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }

    private boolean isNamed(String spanName) {
        return name == null
                || (name.endsWith(WILDCARD)
                        ? spanName.startsWith(name.substring(0, name.length() - WILDCARD.length()))
                        : spanName.equals(name));
    }

    private static boolean isAtLeast(Span span, String attribute, long least) {
        return span.number(attribute).isPresent() && span.number(attribute).getAsLong() >= least;
    }
}
