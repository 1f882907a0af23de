package stage5.kit.telemetry.flows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.flows.FlowFinding.Defect;

/**
 * Checks the spans of one flow against its contract. SNS and SQS deliver at least once: an event may be processed again if it
 * was sent again or its message was received again. All its deliveries together may have the effects of one.
 */
public final class FlowChecker {

    /** After this time a consumer starts a trace of its own: {@code stage5.tracing.join-within}. */
    private static final Duration JOIN_WITHIN = Duration.ofSeconds(60);

    /** Clocks of one data centre differ by less. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMillis(250);

    private static final String EVENT_ID = "cloudevents.event_id";

    private final SpanGraph graph;
    private final AsyncMode mode;

    public FlowChecker(SpanGraph graph, AsyncMode mode) {
        this.graph = graph;
        this.mode = mode;
    }

    /** Returns how the flow that begins with a span differs from the contract. */
    public Result check(FlowContract contract, Span first) {
        List<FlowFinding> findings = new ArrayList<>();
        Map<String, List<Span>> matched = new HashMap<>();
        Set<Span> spans = new LinkedHashSet<>();
        for (FlowStep step : contract.steps()) {
            Check check = new Check(contract, step, findings);
            List<Span> found = new ArrayList<>();
            if (step.from() == null) {
                found.add(first);
                check.span(first);
            } else {
                byEvent(matched.get(step.from())).forEach(causes -> found.addAll(check.after(causes)));
            }
            matched.put(step.id(), found);
            spans.addAll(found);
        }
        return new Result(contract.flow(), findings, spans);
    }

    /** Returns the spans in groups: those that process the same event together, each other one alone. */
    private static Collection<List<Span>> byEvent(List<Span> spans) {
        return spans.stream()
                .collect(Collectors.groupingBy(FlowChecker::eventOrSpan, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private static String eventOrSpan(Span span) {
        Object event = span.attributes().get(EVENT_ID);
        return event == null || !span.kind().equals("CONSUMER") ? span.spanId() : event.toString();
    }

    /**
     * The result of a check.
     *
     * @param spans the spans of the flow that were found
     */
    public record Result(String flow, List<FlowFinding> findings, Set<Span> spans) {}

    /** The check of one step. */
    private final class Check {

        private final FlowContract contract;
        private final FlowStep step;
        private final List<FlowFinding> findings;

        Check(FlowContract contract, FlowStep step, List<FlowFinding> findings) {
            this.contract = contract;
            this.step = step;
            this.findings = findings;
        }

        /** Returns the spans that follow those of one event. */
        List<Span> after(List<Span> causes) {
            List<Span> all = new ArrayList<>();
            long repeats = 0;
            for (Span cause : causes) {
                List<Span> found = graph.referringTo(cause).stream()
                        .filter(step::selects)
                        .sorted(Comparator.comparingLong(Span::startNanos))
                        .toList();
                repeats += step.edge() == FlowStep.Edge.MESSAGE ? repeats(cause, found) : 0;
                for (Span span : found) {
                    span(span);
                    edge(cause, span);
                    times(cause, span, span == found.getFirst());
                }
                all.addAll(found);
            }
            if (all.size() < step.least()) {
                report(Defect.MISSING, "%d of %s".formatted(all.size(), step.count()), causes.getFirst());
            }
            if (all.size() - repeats > step.most()) {
                report(Defect.TOO_MANY, "%d instead of %s".formatted(all.size(), step.count()), causes.getFirst());
            }
            return all;
        }

        /** Returns how many deliveries of an event may be repeated ones. */
        private long repeats(Span created, List<Span> deliveries) {
            long sends = graph.referringTo(created).stream()
                    .filter(span -> "send".equals(span.attributes().get("messaging.operation.name")))
                    .count();
            return Math.max(0, sends - 1)
                    + deliveries.stream().filter(Check::isReceivedAgain).count();
        }

        private static boolean isReceivedAgain(Span span) {
            return span.attributes().get("stage5.message.receive_count") instanceof Number received
                    && received.longValue() > 1;
        }

        void span(Span span) {
            if (!span.kind().equals(step.kind())) {
                report(Defect.KIND, span.kind() + " instead of " + step.kind(), span);
            }
            if (!span.service().equals(step.service())) {
                report(Defect.SERVICE, span.service() + " instead of " + step.service(), span);
            }
            for (String name : step.has()) {
                if (!span.attributes().containsKey(name)) {
                    report(Defect.ATTRIBUTE, name + " is missing", span);
                }
            }
            step.expect().forEach((name, allowed) -> {
                String value = FlowStep.text(span.attributes().get(name));
                if (!allowed.contains(value)) {
                    report(Defect.ATTRIBUTE, "%s is %s, not %s".formatted(name, value, allowed), span);
                }
            });
        }

        private void edge(Span cause, Span span) {
            boolean child = cause.spanId().equals(span.parentSpanId());
            boolean linked = span.links().stream()
                    .anyMatch(link -> link.spanId().equals(cause.spanId())
                            && link.traceId().equals(cause.traceId()));
            boolean sameTrace = span.traceId().equals(cause.traceId());
            boolean right =
                    switch (step.edge()) {
                        case PARENT -> child && sameTrace;
                        case LINK -> linked;
                        case OTHER_TRACE -> linked && !child && !sameTrace;
                        case MESSAGE -> isMessage(cause, span, child && sameTrace, linked);
                    };
            if (!right) {
                report(
                        Defect.EDGE,
                        "%s expected, but child: %s, linked: %s, same trace: %s"
                                .formatted(step.edge(), child, linked, sameTrace),
                        span);
            }
            if (span.parentSpanId() != null && !graph.has(span.parentSpanId())) {
                report(Defect.ORPHAN, "its parent is not stored", span);
            }
        }

        private boolean isMessage(Span cause, Span span, boolean child, boolean linked) {
            // The consumer counts from the event's time, which lies about the start of its creation.
            boolean old = span.startNanos() - cause.startNanos()
                    > JOIN_WITHIN.minus(CLOCK_TOLERANCE).toNanos();
            return switch (mode) {
                case PARENT -> old ? linked || child : child;
                case LINK -> linked && !child;
                case BOTH -> linked && (child || old);
            };
        }

        private void times(Span cause, Span span, boolean earliest) {
            if (span.startNanos() < cause.startNanos() - CLOCK_TOLERANCE.toNanos()) {
                report(Defect.CLOCK, "begins before its cause", span);
            }
            if (earliest
                    && step.maxWait() != null
                    && span.startNanos() - cause.endNanos() > step.maxWait().toNanos()) {
                report(
                        Defect.WAIT,
                        "begins more than %d s after its cause"
                                .formatted(step.maxWait().toSeconds()),
                        span);
            }
        }

        private void report(Defect defect, String message, Span span) {
            findings.add(new FlowFinding(contract.flow(), step.id(), defect, message, span.traceId()));
        }
    }
}
