package stage5.load.plan;

import java.time.Duration;
import java.util.List;

/**
 * The planned requests of one visitor.
 *
 * @param number of the visit, from 0; it selects the customer whose session the visitor uses
 */
public record Visit(long number, List<PlannedRequest> requests) {

    public Visit {
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("A visit needs at least one request");
        }
        requests = List.copyOf(requests);
    }

    /** Returns when the first request is due, from the run's time zero. */
    public Duration arrival() {
        return requests.getFirst().due();
    }
}
