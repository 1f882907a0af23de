package stage5.kit.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.TestSpan;

class RelatedSpansTests {

    private static final String ORDER = "order-1";
    private static final String OTHER = "order-2";

    @Test
    void shouldFindAllSpansOfATrace() {
        List<Span> stored = List.of(
                server("a", "1", null).build(),
                TestSpan.of("GET", "CLIENT").id("a", "2", "1").build(),
                server("b", "3", null).build());

        assertThat(ids(stored, "a")).containsExactlyInAnyOrder("1", "2");
        assertThat(ids(stored, "nothing")).isEmpty();
    }

    @Test
    void shouldFindTheRequestThatPlacedAnOrder() {
        List<Span> stored = List.of(
                server("a", "1", null).build(),
                server("a", "2", "1").build(),
                create("a", "3", "2", ORDER).build());

        assertThat(ids(stored, ORDER)).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(ids(stored, "order/" + ORDER)).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(ids(stored, "1")).isEmpty();
    }

    @Test
    void shouldFollowLinksBothWays_whenEachHopIsATrace() {
        List<Span> stored = List.of(
                server("a", "1", null).build(),
                create("a", "2", "1", ORDER).build(),
                process("b", "3", null).link("a", "2").build(),
                create("b", "4", "3", ORDER)
                        .with("cloudevents.event_id", "event-4")
                        .build(),
                process("c", "5", null)
                        .link("b", "4")
                        .with("messaging.message.id", "m-5")
                        .build(),
                process("d", "6", null).link("x", "9").build());

        for (String id : List.of(ORDER, "event-4", "m-5", "a", "b", "c")) {
            assertThat(ids(stored, id)).as(id).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
        }
    }

    @Test
    void shouldLeaveOutOtherOrders_whenARequestToSnsCarriesEventsOfSeveral() {
        List<Span> stored = List.of(
                create("a", "1", null, ORDER).build(),
                create("b", "2", null, OTHER).build(),
                TestSpan.of("send orders", "CLIENT")
                        .id("b", "3", "2")
                        .with("messaging.batch.message_count", 2L)
                        .link("a", "1")
                        .link("b", "2")
                        .build());

        assertThat(ids(stored, ORDER)).containsExactlyInAnyOrder("1", "3");
    }

    @Test
    void shouldLeaveOutOtherMessagesOfAnInvocation_whenTheyAreItsChildren() {
        List<Span> stored = List.of(
                create("a", "1", null, ORDER).build(),
                create("b", "2", null, OTHER).build(),
                server("f", "3", null).with("faas.trigger", "pubsub").build(),
                process("f", "4", "3").link("a", "1").build(),
                process("f", "5", "3").link("b", "2").build());

        assertThat(ids(stored, ORDER)).containsExactlyInAnyOrder("1", "3", "4");
    }

    @Test
    void shouldLeaveOutOtherMessagesOfAnInvocation_whenTheyLinkToIt() {
        List<Span> stored = List.of(
                create("a", "1", null, ORDER).build(),
                create("b", "2", null, OTHER).build(),
                server("f", "3", null).with("faas.trigger", "pubsub").build(),
                process("a", "4", "1").link("f", "3").build(),
                process("b", "5", "2").link("f", "3").build());

        assertThat(ids(stored, ORDER)).containsExactlyInAnyOrder("1", "3", "4");
    }

    @Test
    void shouldIncludeWorkOnSeveralEvents_withoutTheOtherEvents() {
        List<Span> stored = List.of(
                create("a", "1", null, ORDER).build(),
                process("a", "2", "1").link("t", "4").build(),
                create("b", "3", null, OTHER).build(),
                process("b", "5", "3").link("t", "4").build(),
                process("t", "4", null)
                        .with("messaging.batch.message_count", 2L)
                        .link("a", "2")
                        .link("b", "5")
                        .build(),
                TestSpan.of("BatchGetItem", "CLIENT").id("t", "6", "4").build());

        assertThat(ids(stored, ORDER)).containsExactlyInAnyOrder("1", "2", "4", "6");
    }

    @Test
    void shouldEnd_whenIdsFormACycle() {
        List<Span> stored = List.of(
                create("a", "1", "2", ORDER).link("a", "2").build(),
                process("a", "2", "1").link("a", "1").build());

        assertThat(ids(stored, ORDER)).containsExactlyInAnyOrder("1", "2");
    }

    private static List<String> ids(List<Span> stored, String id) {
        return RelatedSpans.of(stored, id).stream().map(Span::spanId).toList();
    }

    private static TestSpan server(String trace, String id, String parent) {
        return TestSpan.of("POST", "SERVER").id(trace, id, parent);
    }

    private static TestSpan create(String trace, String id, String parent, String order) {
        return TestSpan.of("create orders", "PRODUCER")
                .id(trace, id, parent)
                .with("cloudevents.event_subject", "order/" + order);
    }

    private static TestSpan process(String trace, String id, String parent) {
        return TestSpan.of("process orders", "CONSUMER").id(trace, id, parent);
    }
}
