package stage5.kit.telemetry.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stage5.kit.telemetry.Span;

/** A span in a {@link SpanTree}. Immutable once the tree is built. */
public final class SpanNode {

    static final Comparator<SpanNode> BY_START =
            Comparator.comparingLong(SpanNode::startNanos).thenComparing(node -> node.span.spanId());

    private final Span span;
    private final List<SpanNode> children = new ArrayList<>();
    private final List<SpanNode> invoked = new ArrayList<>();
    private final List<SpanNode> sends = new ArrayList<>();
    private SpanNode parent;
    private SpanNode invocation;
    private Relation relation = Relation.ROOT;

    SpanNode(Span span) {
        this.span = span;
    }

    /** How a span refers to the one above it. */
    public enum Relation {
        /** It is the first one. */
        ROOT,

        /** It is a child. */
        CHILD,

        /** It, or the message that it handles, links to it. */
        LINKED,

        /** Its parent is not stored. */
        ORPHAN
    }

    public Span span() {
        return span;
    }

    /** Returns the span above; null if there is none. */
    public SpanNode parent() {
        return parent;
    }

    public Relation relation() {
        return relation;
    }

    /** Returns the spans below, by start. */
    public List<SpanNode> children() {
        return Collections.unmodifiableList(children);
    }

    /** Returns the invocation of a function in which a message was processed, if that is in another branch of the tree. */
    public Optional<SpanNode> invocation() {
        return Optional.ofNullable(invocation);
    }

    public long startNanos() {
        return span.startNanos();
    }

    /** Returns the end, at least the start. */
    public long endNanos() {
        return Math.max(span.startNanos(), span.endNanos());
    }

    public long durationNanos() {
        return endNanos() - startNanos();
    }

    /** Returns this span and those below, each before those below it. */
    public Stream<SpanNode> withDescendants() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(SpanNode::withDescendants));
    }

    boolean isConsumer() {
        return span.kind().equals("CONSUMER");
    }

    boolean isProducer() {
        return span.kind().equals("PRODUCER");
    }

    boolean isSend() {
        return span.text("messaging.operation.type").filter("send"::equals).isPresent();
    }

    boolean isInvocation() {
        return span.kind().equals("SERVER") && span.attributes().containsKey("faas.trigger");
    }

    /** Returns the consumers that ran in this invocation, although they are children of their events. */
    List<SpanNode> invoked() {
        return invoked;
    }

    /** Returns the requests to SNS that carried the event, if this is its creation. */
    List<SpanNode> sends() {
        return sends;
    }

    void sentBy(SpanNode send) {
        sends.add(send);
    }

    void attach(SpanNode to, Relation as) {
        parent = to;
        relation = as;
        to.children.add(this);
    }

    void detach() {
        parent.children.remove(this);
        parent = null;
        relation = Relation.ORPHAN;
    }

    void orphan() {
        relation = Relation.ORPHAN;
    }

    void runIn(SpanNode function) {
        invocation = function;
        function.invoked.add(this);
    }

    boolean isBelow(SpanNode other) {
        for (SpanNode node = this; node != null; node = node.parent) {
            if (node == other) {
                return true;
            }
        }
        return false;
    }

    void sort() {
        children.sort(BY_START);
    }
}
