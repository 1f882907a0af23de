package stage5.kit.telemetry.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import stage5.kit.telemetry.Span;

/**
 * What a process has counted when it exported a batch; the first span of each batch carries it.
 *
 * @param batch the number of the batch, from 1
 * @param ended all sampled spans that had ended
 * @param waiting in the queue, behind this batch
 * @param inFlight in earlier batches without a result
 * @param capacity the most spans that the process holds
 * @param stopping whether the process stops in order
 * @param flushes before responses of a function; 0 in a container
 * @param flushMicros the time that these took
 */
record SpanReport(
        long batch,
        long ended,
        long waiting,
        long inFlight,
        long failed,
        long dropped,
        long capacity,
        boolean stopping,
        long flushes,
        long flushMicros) {

    private static final String ATTRIBUTE = "stage5.spans.ledger";

    /** Returns the report that a span carries; empty if it carries none, or one that can't be read. */
    static Optional<SpanReport> of(Span span) {
        return span.attributes().get(ATTRIBUTE) instanceof String text ? parse(text) : Optional.empty();
    }

    private static Optional<SpanReport> parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.split(" ")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        try {
            return Optional.of(new SpanReport(
                    number(values, "batch"),
                    number(values, "ended"),
                    number(values, "waiting"),
                    number(values, "inflight"),
                    number(values, "failed"),
                    number(values, "dropped"),
                    number(values, "capacity"),
                    Boolean.parseBoolean(values.get("stopping")),
                    Long.parseLong(values.getOrDefault("flushes", "0")),
                    Long.parseLong(values.getOrDefault("flush_us", "0"))));
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** Returns the value; fails with {@link NumberFormatException} also if there is none. */
    private static long number(Map<String, String> values, String name) {
        return Long.parseLong(values.get(name));
    }
}
