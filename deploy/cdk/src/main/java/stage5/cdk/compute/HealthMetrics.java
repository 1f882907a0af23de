package stage5.cdk.compute;

import software.amazon.awscdk.services.cloudwatch.IMetric;

/**
 * The metrics by which AWS measures one function or balancer.
 *
 * @param source the name of the function, or {@code balancer}
 * @param latency at the 99th percentile
 * @param throttles null for a balancer
 */
public record HealthMetrics(String source, IMetric errors, IMetric latency, IMetric throttles) {}
