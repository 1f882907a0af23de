package stage5.cli.check;

import java.util.List;

/**
 * What came out of one check.
 *
 * @param promise what should hold, in a few words
 * @param holds whether it does
 * @param figures what was counted, in a clause
 * @param violations each case that breaks the invariant, in a clause
 */
public record InvariantResult(String invariant, boolean holds, String figures, List<String> violations) {

    public InvariantResult {
        violations = List.copyOf(violations);
    }

    /** Returns a result that holds if there are no violations. */
    public static InvariantResult of(String invariant, String figures, List<String> violations) {
        return new InvariantResult(invariant, violations.isEmpty(), figures, violations);
    }
}
