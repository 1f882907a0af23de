package stage5.cli.check;

import java.util.List;

/**
 * What came out of one check.
 *
 * @param promise what should hold, in a few words
 * @param holds whether it does
 * @param figures what was counted, in a clause
 * @param offenders each case that breaks the promise, in a clause
 */
public record Finding(String promise, boolean holds, String figures, List<String> offenders) {

    public Finding {
        offenders = List.copyOf(offenders);
    }

    /** Returns a finding that holds if there are no offenders. */
    public static Finding of(String promise, String figures, List<String> offenders) {
        return new Finding(promise, offenders.isEmpty(), figures, offenders);
    }
}
