package stage5.kit.telemetry.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a trace with a healthy one of the same flow, step by step. A step is all spans of one service with one name, or all
 * waits of one kind.
 *
 * @param steps those that differ, the greatest difference on the critical path first
 */
public record TraceDifference(long wallNanos, long healthyWallNanos, List<Step> steps) {

    /** Two traces of the same work differ by this time without a cause. */
    private static final long TOLERANCE = 1_000_000;

    private static final int SHOWN = 20;

    /**
     * A step that differs.
     *
     * @param critical the time on the critical path, in nanoseconds
     * @param notes what only one of the traces has, for example an error
     */
    public record Step(
            String name, int count, int healthyCount, long critical, long healthyCritical, List<String> notes) {

        /** Returns the increase of the time on the critical path, in nanoseconds; negative for a decrease. */
        public long increase() {
            return critical - healthyCritical;
        }

        /** Returns the number of spans or waits, and that of the healthy trace behind a slash if it differs. */
        public String counts() {
            return count == healthyCount ? Integer.toString(count) : count + "/" + healthyCount;
        }
    }

    /** Returns the differences between a trace and a healthy one. */
    public static TraceDifference between(TraceReport trace, TraceReport healthy) {
        Map<String, Steps> steps = new LinkedHashMap<>();
        collect(trace, steps, true);
        collect(healthy, steps, false);
        return new TraceDifference(
                trace.tree().wallNanos(),
                healthy.tree().wallNanos(),
                steps.entrySet().stream()
                        .filter(entry -> entry.getValue().differ())
                        .map(entry -> entry.getValue().step(entry.getKey()))
                        .sorted(Comparator.comparingLong((Step step) -> -Math.abs(step.increase()))
                                .thenComparing(Step::name))
                        .toList());
    }

    /** Returns both wall times and the increase. */
    public String summary() {
        return "Wall time %s, healthy %s: %s"
                .formatted(
                        TraceReport.millis(wallNanos),
                        TraceReport.millis(healthyWallNanos),
                        TraceReport.signedMillis(wallNanos - healthyWallNanos));
    }

    /** Returns the first steps, as many as a reader is shown. */
    public List<Step> shown() {
        return steps.stream().limit(SHOWN).toList();
    }

    /** Returns what is to be said about the steps that are not shown; empty if there is nothing. */
    public Optional<String> remark() {
        if (steps.isEmpty()) {
            return Optional.of("No step differs by more than 1 ms.");
        }
        int others = steps.size() - shown().size();
        return others == 0 ? Optional.empty() : Optional.of(others + " more steps differ less");
    }

    private static void collect(TraceReport report, Map<String, Steps> steps, boolean examined) {
        for (TraceRow row : report.rows()) {
            if (row.node() != null) {
                Side side = side(steps, name(row.node()), examined);
                side.count++;
                side.notes.addAll(row.notes());
            }
        }
        for (Part part : report.criticalPath()) {
            String name = part.node() == null ? part.name() : name(part.node());
            Side side = side(steps, name, examined);
            side.critical += part.nanos();
            if (part.node() == null) {
                side.count++;
            }
        }
    }

    private static Side side(Map<String, Steps> steps, String name, boolean examined) {
        Steps both = steps.computeIfAbsent(name, ignored -> new Steps());
        return examined ? both.examined : both.healthy;
    }

    private static String name(SpanNode node) {
        return "%s  %s".formatted(node.span().service(), node.span().name());
    }

    private static final class Side {
        private int count;
        private long critical;
        private final Set<String> notes = new TreeSet<>();
    }

    private static final class Steps {

        private final Side examined = new Side();
        private final Side healthy = new Side();

        boolean differ() {
            return examined.count != healthy.count
                    || !examined.notes.equals(healthy.notes)
                    || Math.abs(examined.critical - healthy.critical) > TOLERANCE;
        }

        Step step(String name) {
            return new Step(name, examined.count, healthy.count, examined.critical, healthy.critical, differingNotes());
        }

        private List<String> differingNotes() {
            List<String> notes = new ArrayList<>();
            examined.notes.stream()
                    .filter(note -> !healthy.notes.contains(note))
                    .forEach(notes::add);
            healthy.notes.stream()
                    .filter(note -> !examined.notes.contains(note))
                    .map("healthy: %s"::formatted)
                    .forEach(notes::add);
            return notes;
        }
    }
}
