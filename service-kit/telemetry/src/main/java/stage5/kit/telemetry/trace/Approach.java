package stage5.kit.telemetry.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What happened between the end of a span and the start of one below it: publishing, SNS, SQS, the start of a function. */
final class Approach {

    private static final long MILLI = 1_000_000;

    private final SpanNode cause;
    private final SpanNode node;
    private final List<Part> parts = new ArrayList<>(); // the last one first
    private long cursor;

    private Approach(SpanNode cause, SpanNode node, long until) {
        this.cause = cause;
        this.node = node;
        this.cursor = until;
    }

    /**
     * Returns the parts that fill the time from the end of the span above to the start of a span; empty if it starts before
     * that end, or has none above.
     */
    static List<Part> to(SpanNode node) {
        return node.parent() == null ? List.of() : to(node, node.startNanos());
    }

    /**
     * Returns the parts that fill the time from the end of the span above to a time.
     *
     * @param until at most the start of the span
     */
    static List<Part> to(SpanNode node, long until) {
        Approach approach = new Approach(node.parent(), node, until);
        approach.fill();
        return approach.parts.reversed();
    }

    private void fill() {
        node.invocation()
                .filter(invocation -> invocation.startNanos() < cursor && invocation.endNanos() >= cursor)
                .ifPresent(invocation -> add(Part.Kind.SPAN, invocation, name(invocation), invocation.startNanos()));
        Optional<SpanNode> consumer = consumer();
        if (consumer.isPresent()) {
            fillBefore(consumer.get());
        } else if (node.isSend()) {
            add(Part.Kind.PUBLISH, null, "publication of " + name(cause), cause.endNanos());
        } else {
            add(Part.Kind.GAP, null, "between %s and %s".formatted(name(cause), name(node)), cause.endNanos());
        }
    }

    private void fillBefore(SpanNode consumer) {
        Optional<SpanNode> send = send();
        long sendStart = send.map(SpanNode::startNanos).orElse(cause.endNanos());
        long sendEnd = send.map(SpanNode::endNanos).orElse(cause.endNanos());
        OptionalLong wait = consumer.span().number("stage5.message.queue_wait_ms");
        String queue = consumer.span().text("messaging.destination.name").orElse(name(consumer));
        if (wait.isPresent()) {
            // SNS may deliver the message before the response to the request has arrived.
            long sent = consumer.startNanos() - wait.getAsLong() * MILLI;
            add(Part.Kind.QUEUE, null, "in SQS: " + queue, Math.max(sent, sendStart));
            add(Part.Kind.DELIVERY, null, "from SNS to SQS: " + queue, sendEnd);
        } else {
            add(Part.Kind.GAP, null, "between %s and %s".formatted(name(cause), name(consumer)), sendEnd);
        }
        send.ifPresent(span -> {
            add(Part.Kind.SPAN, span, name(span), span.startNanos());
            add(Part.Kind.PUBLISH, null, "publication of " + name(cause), cause.endNanos());
        });
    }

    /** Adds what took from a time to where the approach has been filled; nothing if it is later. */
    private void add(Part.Kind kind, SpanNode span, String name, long from) {
        long start = Math.max(from, cause.endNanos());
        if (start < cursor) {
            parts.add(new Part(kind, span, name, start, cursor));
            cursor = start;
        }
    }

    /** Returns the span that handles the message: this one, or the first one in an invocation. */
    private Optional<SpanNode> consumer() {
        if (node.isConsumer()) {
            return Optional.of(node);
        }
        if (!node.isInvocation()) {
            return Optional.empty();
        }
        return node.children().stream().filter(SpanNode::isConsumer).findFirst().or(() -> node.invoked().stream()
                .min(SpanNode.BY_START));
    }

    /** Returns the last request to SNS before the message arrived. */
    private Optional<SpanNode> send() {
        return cause.sends().stream()
                .filter(span -> span.startNanos() < cursor)
                .max(Comparator.comparingLong(SpanNode::startNanos));
    }

    private static String name(SpanNode node) {
        return node.span().name();
    }
}
