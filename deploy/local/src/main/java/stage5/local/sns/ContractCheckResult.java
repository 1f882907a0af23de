package stage5.local.sns;

import java.util.List;
import java.util.Set;

/**
 * How what was published compares with the publishers' contracts.
 *
 * @param looked how many messages were compared
 * @param departures the first of those that depart
 */
public record ContractCheckResult(long looked, List<Deviation> departures) {

    /** A message, and where it departs from its publisher's contract, by field. */
    public record Deviation(String topicArn, String body, Set<String> violations) {}
}
