package stage5.cdk;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import stage5.topology.Topology;

/**
 * The services' own metrics in CloudWatch. Names and dimensions are the same in both forms, which write them to their log in
 * the embedded metric format: the list is {@code published.properties} of service-kit.
 */
public final class ServiceMetrics {

    /** The namespace of all of them. */
    public static final String NAMESPACE = Topology.METRICS_NAMESPACE;

    /** The dimension that every metric has. With this dimension alone, a metric is the sum over its other dimensions. */
    public static final String SERVICE = "Service";

    private ServiceMetrics() {}

    /** Returns the metric of a service. */
    public static Metric of(String service, String name, String statistic, Duration period) {
        return of(service, name, statistic, period, Map.of());
    }

    /** Returns the metric of a service with further dimensions. */
    public static Metric of(
            String service, String name, String statistic, Duration period, Map<String, String> dimensions) {
        Map<String, String> all = new TreeMap<>(dimensions);
        all.put(SERVICE, service);
        return Metric.Builder.create()
                .namespace(NAMESPACE)
                .metricName(name)
                .dimensionsMap(all)
                .statistic(statistic)
                .period(period)
                .build();
    }
}
