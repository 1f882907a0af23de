package stage5.cdk.compute;

import java.util.List;
import java.util.function.LongFunction;
import software.amazon.awscdk.services.cloudwatch.IMetric;

/**
 * The metrics by which AWS itself counts the requests to a service. They count every request, whichever traces are kept.
 *
 * @param all number of requests
 * @param failed numbers of requests that were answered with status 500 or above; their sum counts
 * @param within number of requests that took at most that many milliseconds
 */
public record RequestMetrics(IMetric all, List<IMetric> failed, LongFunction<IMetric> within) {}
