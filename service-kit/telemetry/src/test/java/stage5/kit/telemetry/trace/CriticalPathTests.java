package stage5.kit.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.TestSpan;
import stage5.kit.telemetry.trace.Part.Kind;

class CriticalPathTests {

    private static final long MILLI = 1_000_000;
    private static final int GENERATED = 2_000;

    @Test
    void shouldFollowTheChildThatEndsLast_whenChildrenOverlap() {
        List<Part> path = path(
                span("root", 1, 0, 0, 100).build(),
                span("first", 2, 1, 10, 60).build(),
                span("second", 3, 1, 20, 80).build());

        assertThat(path)
                .extracting(CriticalPathTests::text)
                .containsExactly("root 0-20", "second 20-80", "root 80-100");
    }

    @Test
    void shouldFollowBothChildren_whenOneStartsAfterTheOther() {
        List<Part> path = path(
                span("root", 1, 0, 0, 100).build(),
                span("first", 2, 1, 10, 40).build(),
                span("second", 3, 1, 50, 90).build());

        assertThat(path)
                .extracting(CriticalPathTests::text)
                .containsExactly("root 0-10", "first 10-40", "root 40-50", "second 50-90", "root 90-100");
    }

    @Test
    void shouldDivideTheTimeBetweenAnEventAndItsConsumer() {
        List<Part> path = path(
                create(1, 0, 10).build(),
                send(2, 1, 15, 30).build(),
                process(3, 1, 100, 120)
                        .with("stage5.message.queue_wait_ms", 60L)
                        .build());

        assertThat(path)
                .extracting(part -> part.kind() + " " + text(part))
                .containsExactly(
                        "SPAN create orders 0-10",
                        "PUBLISH publication of create orders 10-15",
                        "SPAN send orders 15-30",
                        "DELIVERY from SNS to SQS: queue 30-40",
                        "QUEUE in SQS: queue 40-100",
                        "SPAN process queue 100-120");
    }

    @Test
    void shouldCountTheQueueFromSentTimestamp_whenTheResponseOfSnsIsLate() {
        List<Part> path = path(
                create(1, 0, 10).build(),
                send(2, 1, 15, 500).build(),
                process(3, 1, 100, 600)
                        .with("stage5.message.queue_wait_ms", 60L)
                        .build());

        assertThat(path)
                .extracting(CriticalPathTests::text)
                .containsSubsequence("send orders 15-40", "in SQS: queue 40-100", "process queue 100-600");
    }

    @Test
    void shouldShowTheStartOfTheInvocation_whenAFunctionProcessesTheEvent() {
        List<Part> path = path(
                create(1, 0, 10).build(),
                TestSpan.of("order-events", "SERVER")
                        .id("b", "9", null)
                        .with("faas.trigger", "pubsub")
                        .times(70 * MILLI, 130 * MILLI)
                        .build(),
                process(3, 1, 100, 120)
                        .link("b", "9")
                        .with("stage5.message.queue_wait_ms", 60L)
                        .build());

        assertThat(path)
                .extracting(CriticalPathTests::text)
                .containsExactly(
                        "create orders 0-10",
                        "from SNS to SQS: queue 10-40",
                        "in SQS: queue 40-70",
                        "order-events 70-100",
                        "process queue 100-120",
                        "order-events 120-130");
    }

    @Test
    void shouldNameTheGap_whenNoSpanExplainsTheTime() {
        List<Part> path = path(
                span("root", 1, 0, 0, 10).build(), span("late", 2, 1, 50, 60).build());

        assertThat(path)
                .extracting(part -> part.kind() + " " + text(part))
                .containsExactly("SPAN root 0-10", "GAP between root and late 10-50", "SPAN late 50-60");
    }

    @Test
    void shouldNameTheGap_whenNoSpanCausedTheLastOne() {
        List<Part> path = path(
                span("one", 1, 0, 0, 10).build(), span("other", 2, 0, 50, 60).build());

        assertThat(path)
                .extracting(part -> part.kind() + " " + text(part))
                .containsExactly("GAP without a cause in the trace 0-50", "SPAN other 50-60");
    }

    @Test
    void shouldSumToTheWallTime_whateverTheSpansAre() {
        for (int seed = 0; seed < GENERATED; seed++) {
            List<Span> spans = generated(new Random(seed));
            SpanTree tree = SpanTree.of(spans);

            List<Part> path = CriticalPath.of(tree);

            assertThat(path.stream().mapToLong(Part::nanos).sum())
                    .as("seed %d", seed)
                    .isEqualTo(tree.wallNanos());
            long cursor = tree.startNanos();
            for (Part part : path) {
                assertThat(part.startNanos()).as("seed %d: %s", seed, part).isEqualTo(cursor);
                assertThat(part.nanos()).as("seed %d: %s", seed, part).isPositive();
                assertThat(part.node() == null).isEqualTo(part.kind() != Kind.SPAN);
                if (part.node() != null) {
                    assertThat(part.startNanos())
                            .isGreaterThanOrEqualTo(part.node().startNanos());
                    assertThat(part.endNanos()).isLessThanOrEqualTo(part.node().endNanos());
                }
                cursor = part.endNanos();
            }
        }
    }

    /** Returns spans with overlapping children, clocks that differ, and children that begin after the end of their parent. */
    private static List<Span> generated(Random random) {
        String[] kinds = {"INTERNAL", "CLIENT", "SERVER", "PRODUCER", "CONSUMER"};
        List<Span> spans = new ArrayList<>();
        int size = 1 + random.nextInt(30);
        for (int i = 1; i <= size; i++) {
            Span cause = spans.isEmpty() ? null : spans.get(random.nextInt(spans.size()));
            long from = cause == null ? 0 : random.nextBoolean() ? cause.startNanos() : cause.endNanos();
            long start = from + random.nextLong(-20 * MILLI, 50 * MILLI);
            long end = start + (random.nextInt(8) == 0 ? -random.nextLong(MILLI) : random.nextLong(60 * MILLI));
            boolean child = cause != null && random.nextInt(5) > 0;
            TestSpan span = TestSpan.of("span " + i, kinds[random.nextInt(kinds.length)])
                    .id(child ? cause.traceId() : "trace " + i, Integer.toString(i), child ? cause.spanId() : null)
                    .service("service " + random.nextInt(3))
                    .times(start, end);
            if (cause != null && random.nextInt(3) == 0) {
                Span linked = spans.get(random.nextInt(spans.size()));
                span.link(linked.traceId(), linked.spanId());
            }
            switch (random.nextInt(4)) {
                case 0 -> span.with("stage5.message.queue_wait_ms", random.nextLong(80));
                case 1 -> span.with("faas.trigger", "pubsub");
                case 2 -> span.with("messaging.operation.type", "send");
                default -> {}
            }
            spans.add(span.build());
        }
        return spans;
    }

    private static List<Part> path(Span... spans) {
        return CriticalPath.of(SpanTree.of(List.of(spans)));
    }

    private static TestSpan span(String name, int id, int parent, long start, long end) {
        return timed(TestSpan.of(name, "INTERNAL"), id, parent, start, end);
    }

    private static TestSpan create(int id, long start, long end) {
        return timed(TestSpan.of("create orders", "PRODUCER"), id, 0, start, end);
    }

    private static TestSpan send(int id, int create, long start, long end) {
        return timed(TestSpan.of("send orders", "CLIENT"), id, create, start, end)
                .with("messaging.operation.type", "send")
                .link("a", Integer.toString(create));
    }

    private static TestSpan process(int id, int create, long start, long end) {
        return timed(TestSpan.of("process queue", "CONSUMER"), id, create, start, end)
                .with("messaging.destination.name", "queue");
    }

    private static TestSpan timed(TestSpan span, int id, int parent, long start, long end) {
        return span.id("a", Integer.toString(id), parent == 0 ? null : Integer.toString(parent))
                .times(start * MILLI, end * MILLI);
    }

    private static String text(Part part) {
        return "%s %d-%d".formatted(part.name(), part.startNanos() / MILLI, part.endNanos() / MILLI);
    }
}
