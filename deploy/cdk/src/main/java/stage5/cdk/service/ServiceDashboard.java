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
import stage5.cdk.Site;
import stage5.cdk.compute.Compute;
import stage5.cdk.compute.Vitals;
import stage5.cdk.data.QueuePair;
import stage5.cdk.data.ServiceData;

/** A service's page: what goes wrong, how long it takes, what waits. */
final class ServiceDashboard extends Construct {

    private static final int HALF_WIDTH = 12;

    ServiceDashboard(Construct scope, Site site, ServiceData data, Compute compute) {
        super(scope, "Dashboard");
        String service = data.topology().service();
        List<List<IWidget>> rows = new ArrayList<>();
        if (!compute.vitals().isEmpty()) {
            rows.add(List.of(
                    graph("Errors and throttles a minute", errors(compute.vitals())),
                    graph("Latency, p99", each(compute.vitals(), Vitals::latency))));
        }
        if (!data.queues().isEmpty()) {
            List<QueuePair> queues = List.copyOf(data.queues().values());
            rows.add(List.of(
                    graph("Messages that wait", each(queues, pair -> ServiceWatch.depth(pair.queue()))),
                    graph("Oldest message, s", each(queues, pair -> ServiceWatch.age(pair.queue())))));
            rows.add(List.of(graph("Dead letters", each(queues, pair -> ServiceWatch.depth(pair.deadLetters())))));
        }
        data.topic()
                .ifPresent(topic -> rows.add(List.of(
                        graph("Events published in five minutes", List.of(topic.metricNumberOfMessagesPublished())),
                        graph("Oldest event in the outbox, s", List.of(ServiceWatch.outboxAge(service))))));
        Dashboard.Builder.create(this, "Page")
                .dashboardName("%s-%s"
                        .formatted(
                                site.qualified(service),
                                site.region())) // dashboards are of the account, not of the region
                .widgets(rows)
                .build();
    }

    private static List<IMetric> errors(List<Vitals> vitals) {
        List<IMetric> all = new ArrayList<>(each(vitals, Vitals::errors));
        vitals.stream().map(Vitals::throttles).filter(Objects::nonNull).forEach(all::add);
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
