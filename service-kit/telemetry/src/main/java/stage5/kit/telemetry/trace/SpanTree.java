package stage5.kit.telemetry.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.trace.SpanNode.Relation;

/**
 * The spans of one or more traces as a tree. A trace that begins with the processing of a message is below the span that
 * created the event, if both are linked. So is the invocation of a function that processed the message.
 */
public final class SpanTree {

    private final List<SpanNode> roots;
    private final Set<String> functions = new TreeSet<>();
    private final Set<String> services = new TreeSet<>();
    private final Set<String> traceIds = new TreeSet<>();
    private final long startNanos;
    private final long endNanos;

    private SpanTree(Collection<SpanNode> nodes, List<SpanNode> roots) {
        this.roots = roots;
        this.startNanos = nodes.stream().mapToLong(SpanNode::startNanos).min().orElseThrow();
        this.endNanos = nodes.stream().mapToLong(SpanNode::endNanos).max().orElseThrow();
        for (SpanNode node : nodes) {
            services.add(node.span().service());
            traceIds.add(node.span().traceId());
            if (node.span().attributes().containsKey("faas.trigger")) {
                functions.add(node.span().service());
            }
        }
    }

    /**
     * Returns the tree of some spans. A span that was stored twice is in it once.
     *
     * @throws IllegalArgumentException if there are no spans
     */
    public static SpanTree of(Collection<Span> spans) {
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("A tree needs at least one span");
        }
        return new Builder(spans).build();
    }

    /** Returns the spans without one above, by start. */
    public List<SpanNode> roots() {
        return roots;
    }

    /** Returns all spans, each before those below it. */
    public Stream<SpanNode> nodes() {
        return roots.stream().flatMap(SpanNode::withDescendants);
    }

    public Set<String> traceIds() {
        return traceIds;
    }

    public Set<String> services() {
        return services;
    }

    /** Returns whether the service has handled invocations of functions; otherwise it runs in a container. */
    public boolean isFunction(String service) {
        return functions.contains(service);
    }

    /** Returns the first start of a span. */
    public long startNanos() {
        return startNanos;
    }

    /** Returns the last end of a span. */
    public long endNanos() {
        return endNanos;
    }

    /** Returns the time from the first start to the last end. */
    public long wallNanos() {
        return endNanos - startNanos;
    }

    private record Id(String traceId, String spanId) {}

    private static final class Builder {

        private final Map<Id, SpanNode> nodes = new LinkedHashMap<>();

        Builder(Collection<Span> spans) {
            spans.stream()
                    .sorted(Comparator.comparingLong(Span::startNanos).thenComparing(Span::spanId))
                    .forEach(span -> nodes.putIfAbsent(new Id(span.traceId(), span.spanId()), new SpanNode(span)));
        }

        SpanTree build() {
            nodes.values().forEach(this::attachToParent);
            breakCycles();
            nodes.values().stream().filter(SpanNode::isConsumer).forEach(this::findInvocation);
            nodes.values().stream().filter(SpanNode::isSend).forEach(send -> linked(send)
                    .forEach(created -> created.sentBy(send)));
            nodes.values().stream().filter(node -> node.parent() == null).forEach(this::attachToCause);
            nodes.values().forEach(SpanNode::sort);
            return new SpanTree(
                    nodes.values(),
                    nodes.values().stream()
                            .filter(node -> node.parent() == null)
                            .sorted(SpanNode.BY_START)
                            .toList());
        }

        private void attachToParent(SpanNode node) {
            String parentId = node.span().parentSpanId();
            if (parentId == null) {
                return;
            }
            SpanNode parent = nodes.get(new Id(node.span().traceId(), parentId));
            if (parent == null) {
                node.orphan();
            } else {
                node.attach(parent, Relation.CHILD);
            }
        }

        /** Ids of broken instrumentation can form a cycle. Its first span becomes an orphan. */
        private void breakCycles() {
            Set<SpanNode> reached = new HashSet<>();
            nodes.values().stream().filter(node -> node.parent() == null).forEach(root -> reach(root, reached));
            for (SpanNode node : nodes.values()) {
                if (!reached.contains(node)) {
                    node.detach();
                    reach(node, reached);
                }
            }
        }

        private static void reach(SpanNode root, Set<SpanNode> reached) {
            List<SpanNode> open = new ArrayList<>(List.of(root));
            while (!open.isEmpty()) {
                SpanNode node = open.removeLast();
                if (reached.add(node)) {
                    open.addAll(node.children());
                }
            }
        }

        private void findInvocation(SpanNode consumer) {
            linked(consumer)
                    .filter(SpanNode::isInvocation)
                    .filter(invocation -> !consumer.isBelow(invocation))
                    .findFirst()
                    .ifPresent(consumer::runIn);
        }

        private void attachToCause(SpanNode root) {
            cause(root).filter(cause -> !cause.isBelow(root)).ifPresent(cause -> root.attach(cause, Relation.LINKED));
        }

        /** Returns the creation of the event that a trace, or the message that an invocation handles first, links to. */
        private Optional<SpanNode> cause(SpanNode root) {
            Stream<SpanNode> own = Stream.concat(
                            Stream.of(root), root.children().stream().filter(SpanNode::isConsumer))
                    .flatMap(this::linked)
                    .filter(node -> !node.isInvocation());
            Stream<SpanNode> invoked =
                    root.invoked().stream().map(SpanNode::parent).filter(parent -> parent != null);
            return Stream.concat(own, invoked)
                    .filter(cause -> !cause.isBelow(root))
                    .findFirst();
        }

        private Stream<SpanNode> linked(SpanNode node) {
            return node.span().links().stream()
                    .map(link -> nodes.get(new Id(link.traceId(), link.spanId())))
                    .filter(found -> found != null);
        }
    }
}
