package stage5.cli.check;

import java.util.List;

/**
 * What came out of all checks.
 *
 * @param quiet whether the shop had come to rest before the stores were read; if not, a result may be about something
 *     under way
 */
public record CheckReport(boolean quiet, List<InvariantResult> results) {

    public CheckReport {
        results = List.copyOf(results);
    }

    /** Returns whether every promise holds. */
    public boolean holds() {
        return results.stream().allMatch(InvariantResult::holds);
    }

    /** Returns all cases that break a promise. */
    public List<String> violations() {
        return results.stream()
                .flatMap(result -> result.violations().stream().map(violation -> result.invariant() + ": " + violation))
                .toList();
    }
}
