package stage5.cdk.observability;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.topology.Topology;

/** The dashboard of the whole shop: faults and latency, business metrics, backlogs. Each service has its own dashboard too. */
final class ShopDashboard extends Construct {

    private static final int HALF_WIDTH = 12;
    private static final Duration PERIOD = Duration.minutes(1);

    ShopDashboard(Construct scope, StackLocation location, Topology topology, BusinessAlarms businessAlarms) {
        super(scope, "Dashboard");
        Dashboard.Builder.create(this, "Page")
                .dashboardName("%s-%s"
                        .formatted(
                                location.qualified("shop"),
                                location.region())) // dashboard names are unique per account, not per region
                .widgets(List.of(
                        List.of(
                                graph(
                                        "Failed requests a minute",
                                        Stream.of(
                                                everyApi("5xx", "Sum"),
                                                everyBalancer("HTTPCode_Target_5XX_Count", "Sum"))),
                                graph(
                                        "Latency, p99: APIs in ms, balancers in s",
                                        Stream.of(
                                                everyApi("Latency", "p99"),
                                                everyBalancer("TargetResponseTime", "p99")))),
                        List.of(
                                graph("Business in five minutes", businessAlarms.metrics().values().stream()),
                                graph("Oldest message, s", queues(topology, "ApproximateAgeOfOldestMessage")))))
                .build();
    }

    private static IMetric everyApi(String metric, String statistic) {
        return search("AWS/ApiGateway,ApiId", metric, statistic);
    }

    private static IMetric everyBalancer(String metric, String statistic) {
        return search("AWS/ApplicationELB,LoadBalancer", metric, statistic);
    }

    /**
     * Returns the metric of all resources of the account, which belongs to the environment (<a
     * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-search-expressions.html">search
     * expressions</a>). Metrics that Application Signals derives from spans would count only the traces that are kept.
     */
    private static IMetric search(String schema, String metric, String statistic) {
        return MathExpression.Builder.create()
                .expression("SEARCH('{%s} MetricName=\"%s\"', '%s', %d)"
                        .formatted(schema, metric, statistic, PERIOD.toSeconds().intValue()))
                .usingMetrics(Map.of())
                .label("")
                .period(PERIOD)
                .build();
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
