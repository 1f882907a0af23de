package stage5.kit.telemetry.conventions;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stage5.kit.telemetry.Span;

/** Counts the violations of many spans, with an example of each kind. Thread-safe. */
public final class ViolationLog {

    /** More kinds than a broken instrumentation causes. */
    private static final int MAX_KINDS = 1_000;

    private final SemanticConventions conventions;
    private final Map<Kind, Finding> findings = new LinkedHashMap<>();
    private long checked;
    private long violations;

    public ViolationLog(SemanticConventions conventions) {
        this.conventions = conventions;
    }

    /** Checks the spans. */
    public synchronized void add(List<Span> spans) {
        for (Span span : spans) {
            checked++;
            for (Violation violation : conventions.check(span)) {
                violations++;
                Kind kind = new Kind(span.service(), span.name(), violation);
                Finding before = findings.get(kind);
                if (before != null) {
                    findings.put(kind, before.again());
                } else if (findings.size() < MAX_KINDS) {
                    findings.put(kind, Finding.first(span, violation));
                }
            }
        }
    }

    /** Returns what was found since the start or the last {@link #clear}. */
    public synchronized Report report() {
        return new Report(
                conventions.version(),
                checked,
                violations,
                findings.values().stream()
                        .sorted(Comparator.comparingLong(Finding::count).reversed())
                        .toList());
    }

    /** Forgets everything. */
    public synchronized void clear() {
        findings.clear();
        checked = 0;
        violations = 0;
    }

    private record Kind(String service, String name, Violation violation) {}

    /**
     * The result of checks.
     *
     * @param version of the conventions
     * @param checked the number of spans
     * @param violations their number; a span can have several
     * @param findings the kinds of violations, the most frequent first
     */
    public record Report(String version, long checked, long violations, List<Finding> findings) {}

    /** One kind of violation, with the trace of its first span. */
    public record Finding(String service, String span, String rule, String message, long count, String traceId) {

        private static Finding first(Span span, Violation violation) {
            return new Finding(
                    span.service(), span.name(), violation.rule().name(), violation.message(), 1, span.traceId());
        }

        private Finding again() {
            return new Finding(service, span, rule, message, count + 1, traceId);
        }
    }
}
