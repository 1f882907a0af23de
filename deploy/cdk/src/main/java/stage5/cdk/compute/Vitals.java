package stage5.cdk.compute;

import software.amazon.awscdk.services.cloudwatch.IMetric;

/**
 * How something that answers or consumes is doing, as AWS itself measures it.
 *
 * @param of what: a function, or a balancer
 * @param latency at the 99th percentile
 * @param slow the latency that somebody should hear of, in the unit of its metric
 * @param throttles null where nothing is throttled
 */
public record Vitals(String of, IMetric errors, IMetric latency, double slow, IMetric throttles) {}
