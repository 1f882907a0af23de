package stage5.load.plan;

import java.time.Duration;

/**
 * One request of a visit.
 *
 * @param due when it is meant to be sent, counted from the run's time zero; no answer changes that
 * @param subject the rank of a product by interest, from 0; the category's number for a listing; without meaning else
 */
public record Page(Kind kind, Duration due, int subject) {}
