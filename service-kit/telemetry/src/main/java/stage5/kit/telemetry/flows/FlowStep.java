package stage5.kit.telemetry.flows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import stage5.kit.telemetry.Span;

/**
 * One kind of span in a flow.
 *
 * @param id the name of the step
 * @param span the span's name; a * at its end stands for any text
 * @param with attributes that tell this step from others with the same name
 * @param from the step that this one refers to; null for the first step
 * @param edge how it refers to it; null for the first step
 * @param count how many spans are allowed: {@code 1}, {@code 0..1}, {@code 1..n} or {@code 0..n}; null is {@code 1}
 * @param has attributes that the span must have
 * @param expect the allowed values of attributes
 * @param maxWait the most time from the end of {@code from} to the start; null is unlimited
 */
public record FlowStep(
        String id,
        String span,
        String service,
        String kind,
        Map<String, String> with,
        String from,
        Edge edge,
        String count,
        List<String> has,
        Map<String, List<String>> expect,
        Duration maxWait) {

    public FlowStep {
        Objects.requireNonNull(id, "id is missing");
        Objects.requireNonNull(span, "span is missing");
        Objects.requireNonNull(service, "service is missing");
        Objects.requireNonNull(kind, "kind is missing");
        if ((from == null) != (edge == null)) {
            throw new IllegalArgumentException("Step " + id + " needs both from and edge, or none");
        }
        with = Objects.requireNonNullElse(with, Map.of());
        has = Objects.requireNonNullElse(has, List.of());
        expect = Objects.requireNonNullElse(expect, Map.of());
        count = Objects.requireNonNullElse(count, "1");
    }

    /** Returns whether the span may be one of this step. Service and kind are checked afterwards. */
    boolean selects(Span candidate) {
        return isNamed(candidate)
                && with.entrySet().stream().allMatch(entry -> entry.getValue()
                        .equals(text(candidate.attributes().get(entry.getKey()))));
    }

    private boolean isNamed(Span candidate) {
        return span.endsWith("*")
                ? candidate.name().startsWith(span.substring(0, span.length() - 1))
                : span.equals(candidate.name());
    }

    int least() {
        return Integer.parseInt(count.split("\\.\\.")[0]);
    }

    int most() {
        String[] bounds = count.split("\\.\\.");
        String last = bounds[bounds.length - 1];
        return last.equals("n") ? Integer.MAX_VALUE : Integer.parseInt(last);
    }

    static String text(Object value) {
        return value == null ? null : value.toString();
    }

    /** How a span refers to an earlier one. */
    public enum Edge {
        /** It is a child. */
        PARENT,

        /** It links to it. */
        LINK,

        /** It links to it and is in another trace. */
        OTHER_TRACE,

        /** It processes the event: {@link AsyncMode} decides. */
        MESSAGE
    }
}
