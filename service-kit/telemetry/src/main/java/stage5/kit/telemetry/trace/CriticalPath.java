package stage5.kit.telemetry.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The path that determined how long a trace took: beginning with the span that ended last, back to what each span waited for.
 * Its parts follow each other without gap or overlap, so that they sum to the wall time.
 *
 * <p>A span waits for the spans below it that end within it. A span that begins after the end of the one above was caused
 * asynchronously; the time between both is divided as {@link Part.Kind} names it. If clocks differ, the later time of two
 * applies.
 */
public final class CriticalPath {

    private final SpanTree tree;
    private final List<Part> parts = new ArrayList<>(); // the last one first
    private long cursor;

    private CriticalPath(SpanTree tree) {
        this.tree = tree;
        this.cursor = tree.endNanos();
    }

    /** Returns the parts of the path, the first one first. */
    public static List<Part> of(SpanTree tree) {
        CriticalPath path = new CriticalPath(tree);
        path.walk(tree.nodes()
                .max(Comparator.comparingLong(SpanNode::endNanos).thenComparingLong(SpanNode::startNanos))
                .orElseThrow());
        return path.parts.reversed();
    }

    private void walk(SpanNode last) {
        SpanNode node = last;
        while (node != null) {
            descend(node);
            if (node.parent() != null && node.parent().endNanos() < cursor) {
                Approach.to(node, cursor).reversed().forEach(this::add);
            }
            node = node.parent();
        }
        if (cursor > tree.startNanos()) {
            add(new Part(Part.Kind.GAP, null, "without a cause in the trace", tree.startNanos(), cursor));
        }
    }

    /** Goes back from the cursor to the start of a span, through the spans that it waited for. */
    private void descend(SpanNode node) {
        List<SpanNode> within = within(node).toList();
        while (cursor > node.startNanos()) {
            Optional<SpanNode> awaited = within.stream()
                    .filter(span -> span.endNanos() <= cursor
                            && span.endNanos() > node.startNanos()
                            && span.startNanos() < cursor)
                    .max(Comparator.comparingLong(SpanNode::endNanos).thenComparingLong(SpanNode::startNanos));
            long from = awaited.map(SpanNode::endNanos).orElse(node.startNanos());
            if (from < cursor) {
                add(Part.of(node, from, cursor));
            }
            awaited.ifPresent(this::descend);
        }
    }

    /** Returns the spans that a span may have waited for. */
    private static Stream<SpanNode> within(SpanNode node) {
        Stream<SpanNode> children = node.children().stream()
                .filter(child -> child.relation() == SpanNode.Relation.CHILD && !isMessage(node, child))
                .flatMap(child -> Stream.concat(Stream.of(child), later(child)));
        return Stream.concat(children, node.invoked().stream());
    }

    /** Returns what the same process did below a span after its end: the request to SNS after the creation of an event. */
    private static Stream<SpanNode> later(SpanNode ended) {
        return ended.children().stream()
                .filter(child -> child.startNanos() >= ended.endNanos()
                        && child.span().service().equals(ended.span().service())
                        && child.relation() == SpanNode.Relation.CHILD
                        && !isMessage(ended, child));
    }

    private static boolean isMessage(SpanNode node, SpanNode child) {
        return node.isProducer() && child.isConsumer();
    }

    private void add(Part part) {
        parts.add(part);
        cursor = part.startNanos();
    }
}
