package stage5.kit.telemetry.flows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.flows.FlowFinding.Defect;

/** Checks the spans of one flow against its contract. */
public final class FlowChecker {

    /** After this time a consumer starts a trace of its own: {@code stage5.tracing.join-within}. */
    private static final Duration JOIN_WITHIN = Duration.ofSeconds(60);

    /** Clocks of one data centre differ by less. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMillis(250);

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
                for (Span cause : matched.get(step.from())) {
                    found.addAll(check.after(cause));
                }
            }
            matched.put(step.id(), found);
            spans.addAll(found);
        }
        return new Result(contract.flow(), findings, spans);
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

        List<Span> after(Span cause) {
            List<Span> found =
                    graph.referringTo(cause).stream().filter(step::selects).toList();
            if (found.size() < step.least()) {
                report(Defect.MISSING, "%d of %s".formatted(found.size(), step.count()), cause);
            }
            if (found.size() > step.most()) {
                report(Defect.TOO_MANY, "%d instead of %s".formatted(found.size(), step.count()), cause);
            }
            for (Span span : found) {
                span(span);
                edge(cause, span);
                times(cause, span);
            }
            return found;
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
            boolean old = span.startNanos() - cause.endNanos() > JOIN_WITHIN.toNanos();
            return switch (mode) {
                case PARENT -> old ? linked || child : child;
                case LINK -> linked && !child;
                case BOTH -> linked && (child || old);
            };
        }

        private void times(Span cause, Span span) {
            if (span.startNanos() < cause.startNanos() - CLOCK_TOLERANCE.toNanos()) {
                report(Defect.CLOCK, "begins before its cause", span);
            }
            if (step.maxWait() != null
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
