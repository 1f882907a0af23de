package stage5.cdk.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.cdk.compute.Compute;
import stage5.cdk.compute.HealthMetrics;
import stage5.cdk.data.QueuePair;
import stage5.cdk.data.ServiceData;

/** A service's dashboard: errors, latency, backlogs. */
final class ServiceDashboard extends Construct {

    private static final int HALF_WIDTH = 12;

    ServiceDashboard(Construct scope, StackLocation location, ServiceData data, Compute compute) {
        super(scope, "Dashboard");
        String service = data.topology().service();
        List<List<IWidget>> rows = new ArrayList<>();
        if (!compute.healthMetrics().isEmpty()) {
            rows.add(List.of(
                    graph("Errors and throttles a minute", errors(compute.healthMetrics())),
                    graph("Latency, p99", each(compute.healthMetrics(), HealthMetrics::latency))));
        }
        if (!data.queues().isEmpty()) {
            List<QueuePair> queues = List.copyOf(data.queues().values());
            rows.add(List.of(
                    graph("Messages that wait", each(queues, pair -> ConsumerAlarms.depth(pair.queue()))),
                    graph("Oldest message, s", each(queues, pair -> ConsumerAlarms.age(pair.queue())))));
            rows.add(List.of(graph("Dead letters", each(queues, pair -> ConsumerAlarms.depth(pair.deadLetters())))));
        }
        data.topic()
                .ifPresent(topic -> rows.add(List.of(
                        graph("Events published in five minutes", List.of(topic.metricNumberOfMessagesPublished())),
                        graph("Oldest event in the outbox, s", List.of(ServiceAlarms.outboxAge(service))))));
        Dashboard.Builder.create(this, "Page")
                .dashboardName("%s-%s"
                        .formatted(
                                location.qualified(service),
                                location.region())) // dashboard names are unique per account, not per region
                .widgets(rows)
                .build();
    }

    private static List<IMetric> errors(List<HealthMetrics> healthMetrics) {
        List<IMetric> all = new ArrayList<>(each(healthMetrics, HealthMetrics::errors));
        healthMetrics.stream()
                .map(HealthMetrics::throttles)
                .filter(Objects::nonNull)
                .forEach(all::add);
        return all;
    }

    private static <T> List<IMetric> each(List<T> parts, Function<T, IMetric> metric) {
        return parts.stream().map(metric).toList();
    }

    private static IWidget graph(String title, List<IMetric> metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(metrics)
                .width(HALF_WIDTH)
                .build();
    }
}
