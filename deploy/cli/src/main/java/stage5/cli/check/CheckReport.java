package stage5.cli.check;

import java.util.List;

/**
 * The results of all invariants.
 *
 * @param quiet whether the shop was quiet before the stores were read; if not, work in progress may cause
 *     violations
 */
public record CheckReport(boolean quiet, List<InvariantResult> results) {

    public CheckReport {
        results = List.copyOf(results);
    }

    /** Returns whether every invariant holds. */
    public boolean holds() {
        return results.stream().allMatch(InvariantResult::holds);
    }

    /** Returns the violations of all invariants. */
    public List<String> violations() {
        return results.stream()
                .flatMap(result -> result.violations().stream().map(violation -> result.invariant() + ": " + violation))
                .toList();
    }
}
