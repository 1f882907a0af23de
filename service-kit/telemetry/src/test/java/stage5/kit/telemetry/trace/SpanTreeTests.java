package stage5.kit.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.TestSpan;
import stage5.kit.telemetry.trace.SpanNode.Relation;

class SpanTreeTests {

    @Test
    void shouldOrderChildrenByStart() {
        Span root = span("a", "1", null, 0, 100).build();
        Span late = span("a", "2", "1", 50, 60).build();
        Span early = span("a", "3", "1", 10, 20).build();

        SpanTree tree = SpanTree.of(List.of(late, early, root));

        assertThat(tree.nodes().map(node -> node.span().spanId())).containsExactly("1", "3", "2");
        assertThat(tree.wallNanos()).isEqualTo(100);
    }

    @Test
    void shouldAttachATraceToTheEventThatItLinksTo() {
        Span create = TestSpan.of("create orders", "PRODUCER")
                .id("a", "1", null)
                .times(0, 10)
                .build();
        Span process = TestSpan.of("process orders", "CONSUMER")
                .id("b", "2", null)
                .link("a", "1")
                .times(20, 30)
                .build();

        SpanTree tree = SpanTree.of(List.of(process, create));

        assertThat(tree.roots()).hasSize(1);
        SpanNode linked = tree.roots().getFirst().children().getFirst();
        assertThat(linked.span()).isEqualTo(process);
        assertThat(linked.relation()).isEqualTo(Relation.LINKED);
        assertThat(tree.traceIds()).containsExactly("a", "b");
    }

    @Test
    void shouldAttachAnInvocationToTheEventOfItsMessage_whenTheMessageIsItsChild() {
        Span create = TestSpan.of("create orders", "PRODUCER")
                .id("a", "1", null)
                .times(0, 10)
                .build();
        Span invocation = invocation("b", "2").times(20, 40).build();
        Span process = TestSpan.of("process orders", "CONSUMER")
                .id("b", "3", "2")
                .link("a", "1")
                .times(25, 30)
                .build();

        SpanNode attached = SpanTree.of(List.of(create, invocation, process))
                .roots()
                .getFirst()
                .children()
                .getFirst();

        assertThat(attached.span()).isEqualTo(invocation);
        assertThat(attached.relation()).isEqualTo(Relation.LINKED);
        assertThat(attached.children()).extracting(SpanNode::span).containsExactly(process);
    }

    @Test
    void shouldFindTheInvocationOfAMessage_whenTheMessageIsAChildOfItsEvent() {
        Span create = TestSpan.of("create orders", "PRODUCER")
                .id("a", "1", null)
                .times(0, 10)
                .build();
        Span invocation = invocation("b", "2").times(20, 40).build();
        Span process = TestSpan.of("process orders", "CONSUMER")
                .id("a", "3", "1")
                .link("b", "2")
                .times(25, 30)
                .build();

        SpanTree tree = SpanTree.of(List.of(create, invocation, process));

        List<SpanNode> below = tree.roots().getFirst().children();
        assertThat(below).extracting(SpanNode::span).containsExactly(invocation, process);
        assertThat(below.getLast().invocation()).contains(below.getFirst());
        assertThat(tree.isFunction("order-service")).isTrue();
    }

    @Test
    void shouldMarkASpanWhoseParentIsNotStored() {
        assertThat(SpanTree.of(List.of(span("a", "2", "1", 0, 1).build())).roots())
                .extracting(SpanNode::relation)
                .containsExactly(Relation.ORPHAN);
    }

    @Test
    void shouldShowASpanOnce_whenItWasStoredTwice() {
        Span span = span("a", "1", null, 0, 1).build();

        assertThat(SpanTree.of(List.of(span, span)).nodes()).hasSize(1);
    }

    @Test
    void shouldShowAllSpans_whenTheirIdsFormACycle() {
        SpanTree tree = SpanTree.of(List.of(
                span("a", "1", "3", 0, 10).build(),
                span("a", "2", "1", 1, 9).build(),
                span("a", "3", "2", 2, 8).build(),
                span("a", "4", "4", 3, 7).build()));

        assertThat(tree.nodes()).hasSize(4);
        assertThat(tree.roots()).hasSize(2);
    }

    @Test
    void shouldRejectNoSpans() {
        assertThatThrownBy(() -> SpanTree.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static TestSpan span(String trace, String id, String parent, long start, long end) {
        return TestSpan.of("work", "INTERNAL").id(trace, id, parent).times(start, end);
    }

    private static TestSpan invocation(String trace, String id) {
        return TestSpan.of("order-events", "SERVER").id(trace, id, null).with("faas.trigger", "pubsub");
    }
}
