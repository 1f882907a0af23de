package stage5.cli.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The result of checking one invariant. {@code check --json} prints it under the names in the annotations.
 *
 * @param invariant the invariant in a few words
 * @param holds whether it does
 * @param figures the counted figures, as a clause
 * @param violations the findings: each case that violates the invariant, as a clause
 */
public record InvariantResult(
        @JsonProperty("promise") String invariant,
        boolean holds,
        String figures,
        @JsonProperty("offenders") List<String> violations) {

    public InvariantResult {
        violations = List.copyOf(violations);
    }

    /** Returns a result that holds if there are no violations. */
    public static InvariantResult of(String invariant, String figures, List<String> violations) {
        return new InvariantResult(invariant, violations.isEmpty(), figures, violations);
    }
}
