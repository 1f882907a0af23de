package stage5.stack.alarm;

import java.util.List;

/**
 * A request-based service level objective.
 *
 * @param goal share of good requests, in percent
 * @param all the queries of the number of all requests; the last one returns it
 * @param counted the queries of the number of the good or of the bad ones; the last one returns it
 * @param good whether {@code counted} counts the good ones
 */
public record ServiceLevelObjective(
        String name, double goal, List<MetricQuery> all, List<MetricQuery> counted, boolean good) {

    public ServiceLevelObjective {
        all = List.copyOf(all);
        counted = List.copyOf(counted);
    }
}
