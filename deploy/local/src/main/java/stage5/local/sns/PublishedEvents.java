package stage5.local.sns;

import java.util.List;
import java.util.Set;

/**
 * How what was published compares with the publishers' contracts.
 *
 * @param looked how many messages were compared
 * @param departures the first of those that depart
 */
public record PublishedEvents(long looked, List<Departure> departures) {

    /** A message, and where it departs from its publisher's contract, by field. */
    public record Departure(String topicArn, String body, Set<String> violations) {}
}
