package stage5.local.console;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.trace.SpanQuery;
import stage5.local.http.HttpErrorException;

/**
 * A search for stored spans, from the parameters of a request.
 *
 * @param since only spans that began then or later; null for all
 */
record SpanSearch(SpanQuery query, Instant since) {

    private static final String PAIR = "=";
    private static final long NANOS = 1_000_000_000L;

    /**
     * Returns the search that the parameters state.
     *
     * @throws HttpErrorException 400 if one is invalid
     */
    static SpanSearch of(MultiMap parameters) {
        Map<String, Long> minimums = new HashMap<>();
        pairs(parameters, "atLeast")
                .forEach((attribute, least) -> minimums.put(attribute, Parameters.number("atLeast", least)));
        String minMillis = parameters.get("minMillis");
        return new SpanSearch(
                new SpanQuery(
                        parameters.get("service"),
                        parameters.get("name"),
                        parameters.get("kind"),
                        parameters.get("status"),
                        minMillis == null ? null : Parameters.number("minMillis", minMillis),
                        pairs(parameters, "attribute"),
                        minimums),
                since(parameters.get("since")));
    }

    private static Map<String, String> pairs(MultiMap parameters, String name) {
        Map<String, String> pairs = new HashMap<>();
        List<String> values = parameters.getAll(name);
        for (String value : values) {
            int end = value.indexOf(PAIR);
            if (end < 1) {
                throw HttpErrorException.badRequest(name + " must be NAME=VALUE, not " + value);
            }
            pairs.put(value.substring(0, end), value.substring(end + PAIR.length()));
        }
        return pairs;
    }

    private static Instant since(String value) {
        try {
            return value == null ? null : Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw HttpErrorException.badRequest("since must be a time such as 2026-01-01T12:00:00Z, not " + value);
        }
    }

    boolean selects(Span span) {
        return (since == null
                        || !Instant.ofEpochSecond(span.startNanos() / NANOS, span.startNanos() % NANOS)
                                .isBefore(since))
                && query.selects(span);
    }
}
