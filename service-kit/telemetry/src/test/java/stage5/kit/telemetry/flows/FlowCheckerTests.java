package stage5.kit.telemetry.flows;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.TestSpan;
import stage5.kit.telemetry.flows.FlowFinding.Defect;

class FlowCheckerTests {

    private static final FlowContract CONFIRMED = FlowContract.of("order-confirmed");
    private static final long STEP = Duration.ofMillis(10).toNanos();
    /** More than are open at the same time: those of the last minute, one each 50 ms. A multiple of 8. */
    private static final int FLOWS = 2_000;

    private static final long HOUR = Duration.ofHours(1).toNanos();

    @ParameterizedTest
    @MethodSource("flowsInEachMode")
    void shouldFindNothing_whenTheFlowIsAsAgreed(String flow, AsyncMode mode) {
        FlowContract contract = FlowContract.of(flow);

        assertThat(findings(contract, mode, FlowSample.of(contract, mode, 1))).isEmpty();
    }

    private static Stream<Arguments> flowsInEachMode() {
        return FlowContract.FLOWS.stream()
                .flatMap(flow -> Stream.of(AsyncMode.values()).map(mode -> Arguments.of(flow, mode)));
    }

    /** Each mutant is one fault of instrumentation, transport or clock. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void shouldFindTheMutant(
            String mutant, AsyncMode mode, String step, Defect defect, UnaryOperator<FlowSample> mutation) {
        FlowSample sample = mutation.apply(FlowSample.of(CONFIRMED, mode, 1));

        assertThat(findings(CONFIRMED, mode, sample)).anySatisfy(finding -> {
            assertThat(finding.step()).isEqualTo(step);
            assertThat(finding.defect()).isEqualTo(defect);
        });
    }

    private static Stream<Arguments> mutants() {
        return Stream.of(
                mutant("dropped context", AsyncMode.PARENT, "reserving", Defect.MISSING, s -> s.root("reserving")),
                mutant(
                        "lost span",
                        AsyncMode.PARENT,
                        "confirmed-mailed",
                        Defect.MISSING,
                        s -> s.without("confirmed-mailed")),
                mutant(
                        "double span",
                        AsyncMode.PARENT,
                        "confirmed-mailed-mail",
                        Defect.TOO_MANY,
                        s -> s.twice("confirmed-mailed-mail")),
                mutant("double creation", AsyncMode.PARENT, "confirmed", Defect.TOO_MANY, s -> s.twice("confirmed")),
                mutant(
                        "wrong kind",
                        AsyncMode.PARENT,
                        "placed-sent",
                        Defect.KIND,
                        s -> s.change("placed-sent", "kind", "PRODUCER")),
                mutant(
                        "wrong service",
                        AsyncMode.PARENT,
                        "charging",
                        Defect.SERVICE,
                        s -> s.change("charging", "service", "catalog-service")),
                mutant(
                        "missing link",
                        AsyncMode.PARENT,
                        "placed-sent",
                        Defect.EDGE,
                        s -> s.change("placed-sent", "links", List.of())),
                mutant(
                        "link to another trace",
                        AsyncMode.LINK,
                        "reserving",
                        Defect.EDGE,
                        s -> s.change(
                                "reserving",
                                "links",
                                List.of(new Span.Link(
                                        "0af7651916cd43dd8448eb211c80319c",
                                        s.get("placed").spanId())))),
                mutant("parent instead of link", AsyncMode.LINK, "reserving", Defect.EDGE, s -> s.change(
                                "reserving", "parentSpanId", s.get("placed").spanId())
                        .change("reserving", "links", List.of())),
                mutant(
                        "link without parent",
                        AsyncMode.BOTH,
                        "reserving",
                        Defect.EDGE,
                        s -> s.change("reserving", "parentSpanId", "0123456789abcdef")),
                mutant(
                        "orphan",
                        AsyncMode.BOTH,
                        "reserving",
                        Defect.ORPHAN,
                        s -> s.change("reserving", "parentSpanId", "0123456789abcdef")),
                mutant(
                        "clock 5 minutes behind",
                        AsyncMode.PARENT,
                        "charging",
                        Defect.CLOCK,
                        s -> s.shifted("charging", -Duration.ofMinutes(5).toNanos())),
                mutant("stuck message", AsyncMode.BOTH, "charging", Defect.WAIT, s -> s.shifted("charging", HOUR)),
                mutant(
                        "missing attribute",
                        AsyncMode.PARENT,
                        "charging",
                        Defect.ATTRIBUTE,
                        s -> s.attributes("charging", a -> without(a, "messaging.message.id"))),
                mutant(
                        "failed message",
                        AsyncMode.PARENT,
                        "charging",
                        Defect.ATTRIBUTE,
                        s -> s.attributes("charging", a -> with(a, "stage5.message.outcome", "retried"))),
                mutant(
                        "wrong event",
                        AsyncMode.PARENT,
                        "confirmed",
                        Defect.MISSING,
                        s -> s.attributes(
                                "confirmed", a -> with(a, "cloudevents.event_type", "stage5.order.rejected.v1"))));
    }

    @Test
    void shouldBeALink_whenAMessageWaitedLongerThanATraceMayLast() {
        FlowContract redrive = FlowContract.of("redrive");
        FlowSample sample = FlowSample.of(redrive, AsyncMode.PARENT, 1);

        assertThat(findings(
                        redrive,
                        AsyncMode.PARENT,
                        sample.shifted("mailing", HOUR).shifted("mailing-mail", HOUR)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(AsyncMode.class)
    void shouldFindNothing_whenAnEventThatWasSentAgainIsADuplicate(AsyncMode mode) {
        FlowSample sample = eventOfReserving(FlowSample.of(CONFIRMED, mode, 1))
                .again("placed-sent", HOUR)
                .again("reserving", HOUR);

        assertThat(findings(CONFIRMED, mode, late(sample, "reserving again"))).isEmpty();
    }

    @Test
    void shouldFindNothing_whenAMessageThatWasReceivedAgainIsADuplicate() {
        FlowSample sample = eventOfReserving(FlowSample.of(CONFIRMED, AsyncMode.PARENT, 1))
                .again("reserving", STEP)
                .attributes("reserving again", a -> with(a, "stage5.message.receive_count", 2L));

        assertThat(findings(CONFIRMED, AsyncMode.PARENT, sample)).isEmpty();
    }

    @Test
    void shouldFindTooMany_whenAnEventIsProcessedAgainThatWasSentAndReceivedOnce() {
        FlowSample sample =
                eventOfReserving(FlowSample.of(CONFIRMED, AsyncMode.PARENT, 1)).again("reserving", STEP);

        assertThat(findings(CONFIRMED, AsyncMode.PARENT, sample))
                .extracting(FlowFinding::step, FlowFinding::defect)
                .containsExactly(tuple("reserving", Defect.TOO_MANY));
    }

    @Test
    void shouldFindTooMany_whenADuplicateHasEffects() {
        FlowSample sample = eventOfReserving(FlowSample.of(CONFIRMED, AsyncMode.PARENT, 1))
                .again("placed-sent", STEP)
                .again("reserving", STEP)
                .again("reserved", STEP);
        sample.change(
                "reserved again", "parentSpanId", sample.get("reserving again").spanId());

        assertThat(findings(CONFIRMED, AsyncMode.PARENT, sample))
                .extracting(FlowFinding::step, FlowFinding::defect)
                .contains(tuple("reserved", Defect.TOO_MANY));
    }

    @Test
    void shouldAcceptAChildAndALink_whenAMessageIsAboutAsOldAsATraceMayLast() {
        long almost = Duration.ofSeconds(60).minusMillis(200).toNanos();
        FlowSample child = FlowSample.of(CONFIRMED, AsyncMode.PARENT, 1).shifted("placed-viewed", almost);
        assertThat(findings(CONFIRMED, AsyncMode.PARENT, child)).isEmpty();

        FlowSample link = late(child, "placed-viewed");
        assertThat(findings(CONFIRMED, AsyncMode.PARENT, link)).isEmpty();
    }

    private static FlowSample eventOfReserving(FlowSample sample) {
        return sample.attributes("placed-sent", a -> with(a, "messaging.operation.name", "send"))
                .attributes("reserving", a -> with(a, "cloudevents.event_id", "1"));
    }

    /** A consumer starts a trace of its own for an old event, and links to its creation. */
    private static FlowSample late(FlowSample sample, String step) {
        Span created = sample.first();
        return sample.change(step, "links", List.of(new Span.Link(created.traceId(), created.spanId())))
                .change(step, "traceId", "feedfeedfeedfeedfeedfeedfeedfeed")
                .change(step, "parentSpanId", null);
    }

    @ParameterizedTest
    @EnumSource(AsyncMode.class)
    void shouldCountEachFlowOnce_whenThousandsStreamIn(AsyncMode mode) {
        List<FlowContract> contracts = FlowContract.FLOWS.stream()
                .filter(flow -> !Set.of("rebuild", "sweep").contains(flow))
                .map(FlowContract::of)
                .toList();
        Map<String, FlowContract> byFlow = contracts.stream().collect(toMap(FlowContract::flow, identity()));
        FlowMonitor monitor = new FlowMonitor(contracts, mode, Duration.ofMinutes(1));
        for (int order = 1; order <= FLOWS; order++) {
            String flow = List.of("order-confirmed", "order-rejected", "payment-refused", "welcome-mail")
                    .get(order % 4);
            FlowSample sample = FlowSample.of(byFlow.get(flow), mode, order);
            if (order == FLOWS / 2) {
                sample.without("confirmed-mailed"); // the number of a confirmed order
            }
            long later = order * Duration.ofMillis(50).toNanos();
            sample.spans().reversed().forEach(span -> monitor.add(List.of(shifted(span, later))));
            monitor.add(List.of(
                    TestSpan.of("GET", "CLIENT").with("db.system.name", "redis").build()));
        }

        FlowMonitor.Report report = monitor.reportAsIfOver();
        assertThat(report.satisfied())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "order-confirmed",
                        FLOWS / 4 - 1L,
                        "order-rejected",
                        FLOWS / 4L,
                        "payment-refused",
                        FLOWS / 4L,
                        "welcome-mail",
                        FLOWS / 4L));
        assertThat(report.broken()).containsExactly(Map.entry("order-confirmed", 1L));
        assertThat(monitor.report().open()).as("flows of the last minute").isBetween(1_150, 1_200);
        assertThat(report.dropped()).isZero();
    }

    /** One request to SNS carries the events of both. */
    @Test
    void shouldKnowTheParent_whenItBelongsToAFlowThatIsJudgedBefore() {
        Duration within = Duration.ofMinutes(1);
        FlowMonitor monitor = new FlowMonitor(List.of(CONFIRMED), AsyncMode.LINK, within);
        FlowSample one = FlowSample.of(CONFIRMED, AsyncMode.LINK, 1).without("placed-sent");
        Span placed = one.get("placed");
        FlowSample other = FlowSample.of(CONFIRMED, AsyncMode.LINK, 2);
        other.change("placed-sent", "traceId", placed.traceId())
                .change("placed-sent", "parentSpanId", placed.spanId())
                .change("placed-sent", "links", List.of(linkTo(placed), linkTo(other.get("placed"))));
        monitor.add(one.spans());
        monitor.add(other.spans().stream().map(span -> shifted(span, STEP)).toList());

        monitor.add(List.of(spanThatEnds(placed.endNanos() + within.toNanos())));
        assertThat(monitor.report().satisfied()).containsExactly(Map.entry("order-confirmed", 1L));
        monitor.add(List.of(spanThatEnds(placed.endNanos() + within.toNanos() + STEP)));

        FlowMonitor.Report report = monitor.report();
        assertThat(report.findings()).isEmpty();
        assertThat(report.satisfied()).containsExactly(Map.entry("order-confirmed", 2L));
    }

    private static Span.Link linkTo(Span span) {
        return new Span.Link(span.traceId(), span.spanId());
    }

    private static Span spanThatEnds(long nanos) {
        return TestSpan.of("GET", "CLIENT").times(nanos - STEP, nanos).build();
    }

    private static Span shifted(Span span, long nanos) {
        return new Span(
                span.traceId(),
                span.spanId(),
                span.parentSpanId(),
                span.service(),
                span.name(),
                span.kind(),
                span.startNanos() + nanos,
                span.endNanos() + nanos,
                span.status(),
                null,
                span.attributes(),
                span.links(),
                span.events());
    }

    private static Arguments mutant(
            String name, AsyncMode mode, String step, Defect defect, UnaryOperator<FlowSample> mutation) {
        return Arguments.of(name, mode, step, defect, mutation);
    }

    private static Map<String, Object> with(Map<String, Object> attributes, String name, Object value) {
        attributes.put(name, value);
        return attributes;
    }

    private static Map<String, Object> without(Map<String, Object> attributes, String name) {
        attributes.remove(name);
        return attributes;
    }

    private static List<FlowFinding> findings(FlowContract contract, AsyncMode mode, FlowSample sample) {
        SpanGraph graph = new SpanGraph();
        graph.add(sample.spans());
        return new FlowChecker(graph, mode).check(contract, sample.first()).findings();
    }
}
