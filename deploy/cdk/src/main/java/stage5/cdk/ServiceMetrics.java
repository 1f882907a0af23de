package stage5.cdk;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;

/**
 * The metrics that the services themselves publish, as CloudWatch has them: the same names and dimensions whether a
 * task's collector scrapes them or a function writes them to its log.
 */
public final class ServiceMetrics {

    /** What they are all in. */
    public static final String NAMESPACE = "StageFive";

    /** The dimension that all of them have; by this alone, a metric is the sum over its other dimensions. */
    public static final String SERVICE = "Service";

    private ServiceMetrics() {}

    /** Returns the metric of a service. */
    public static Metric of(String service, String name, String statistic, Duration period) {
        return of(service, name, statistic, period, Map.of());
    }

    /** Returns the metric of a service that has these dimensions as well. */
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
