package stage5.kit.telemetry.trace;

/**
 * A part of the time of a trace.
 *
 * @param node the span that took the time; null for time without a span
 * @param name of the span or of what was waited for
 * @param startNanos since the epoch, as {@code endNanos}
 */
public record Part(Kind kind, SpanNode node, String name, long startNanos, long endNanos) {

    public Part {
        if (endNanos < startNanos) {
            throw new IllegalArgumentException("A part ends %d ns before it starts".formatted(startNanos - endNanos));
        }
    }

    static Part of(SpanNode node, long startNanos, long endNanos) {
        return new Part(Kind.SPAN, node, node.span().name(), startNanos, endNanos);
    }

    public long nanos() {
        return endNanos - startNanos;
    }

    /** What the time was spent on. */
    public enum Kind {
        /** Work of a span itself, or its wait for a system that sends no spans. */
        SPAN,

        /** An event is stored and not yet sent to SNS: the outbox. */
        PUBLISH,

        /** SNS has the event and SQS does not have it yet. */
        DELIVERY,

        /** The message is in SQS. */
        QUEUE,

        /** No span explains the time. */
        GAP
    }
}
