package stage5.local.sns;

import java.util.List;
import java.util.Set;

/**
 * The result of checking published messages against the publishers' contracts.
 *
 * @param looked the number of checked messages
 * @param departures the first of the messages that violate a contract
 */
public record ContractCheckResult(long looked, List<Deviation> departures) {

    /** A message with its contract violations, by field. */
    public record Deviation(String topicArn, String body, Set<String> violations) {}
}
