package stage5.cdk.observability;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.constructs.Construct;
import stage5.cdk.Site;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/** One page of the whole shop: what callers see, what is sold, what waits. Each service has a page of its own. */
final class ShopDashboard extends Construct {

    private static final int HALF_WIDTH = 12;
    private static final Duration PERIOD = Duration.minutes(1);

    private final String environment;

    ShopDashboard(Construct scope, Site site, Topology topology, BusinessFlow flow) {
        super(scope, "Dashboard");
        this.environment = site.environment().name();
        Dashboard.Builder.create(this, "Page")
                .dashboardName("%s-%s"
                        .formatted(
                                site.qualified("shop"),
                                site.region())) // dashboards are of the account, not of the region
                .widgets(List.of(
                        List.of(
                                graph("Faults a minute", signals(topology, "Fault", "Sum")),
                                graph("Latency, p99", signals(topology, "Latency", "p99"))),
                        List.of(
                                graph("Business in five minutes", flow.metrics().values().stream()),
                                graph("Oldest message, s", queues(topology, "ApproximateAgeOfOldestMessage")))))
                .build();
    }

    /** <a
     * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AppSignals-MetricsCollected.html">What
     * Application Signals makes of spans</a>. */
    private Stream<IMetric> signals(Topology topology, String metric, String statistic) {
        return topology.services().stream()
                .map(ServiceTopology::service)
                .map(service -> metric(
                        "ApplicationSignals",
                        metric,
                        Map.of("Environment", environment, "Service", service),
                        statistic,
                        service));
    }

    private static Stream<IMetric> queues(Topology topology, String metric) {
        return topology.queues()
                .map(queue -> metric("AWS/SQS", metric, Map.of("QueueName", queue.name()), "Maximum", queue.name()));
    }

    private static IMetric metric(
            String namespace, String name, Map<String, String> dimensions, String statistic, String label) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(dimensions)
                .statistic(statistic)
                .label(label)
                .period(PERIOD)
                .build();
    }

    private static IWidget graph(String title, Stream<IMetric> metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(metrics.toList())
                .width(HALF_WIDTH)
                .build();
    }
}
