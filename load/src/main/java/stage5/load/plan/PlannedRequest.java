package stage5.load.plan;

import java.time.Duration;

/**
 * One request of a visit.
 *
 * @param due when it is to be sent, from the run's time zero; responses do not change it
 * @param subject the category's number for a listing, else the product's popularity rank from 0; unused by the other
 *     kinds
 */
public record PlannedRequest(RequestKind kind, Duration due, int subject) {}
