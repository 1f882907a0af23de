package stage5.cdk.compute;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;
import software.amazon.awscdk.services.ecs.TrackCustomMetricProps;
import stage5.cdk.config.FargateSettings;
import stage5.cdk.data.QueuePair;

/** How many tasks a service has: by how busy they are, and by how much waits for each of them in its queues. */
final class Scaling {

    private static final int BUSY_PERCENT = 70;

    /** What a task works off within seconds. */
    private static final int BACKLOG_PER_TASK = 100;

    private Scaling() {}

    static void of(FargateService service, FargateSettings settings, Map<String, QueuePair> queues) {
        ScalableTaskCount tasks = service.autoScaleTaskCount(EnableScalingProps.builder()
                .minCapacity(settings.minTasks())
                .maxCapacity(settings.maxTasks())
                .build());
        tasks.scaleOnCpuUtilization(
                "Cpu",
                CpuUtilizationScalingProps.builder()
                        .targetUtilizationPercent(BUSY_PERCENT)
                        .build());
        queues.forEach((name, queue) -> tasks.scaleToTrackCustomMetric(
                "Backlog-" + name,
                TrackCustomMetricProps.builder()
                        .metric(backlogPerTask(service, queue))
                        .targetValue(BACKLOG_PER_TASK)
                        .build()));
    }

    private static MathExpression backlogPerTask(FargateService service, QueuePair queue) {
        return MathExpression.Builder.create()
                .expression("waiting / FILL(tasks, 1)")
                .period(Duration.minutes(1))
                .usingMetrics(Map.of(
                        "waiting",
                        queue.queue()
                                .metricApproximateNumberOfMessagesVisible(MetricOptions.builder()
                                        .period(Duration.minutes(1))
                                        .statistic("Average")
                                        .build()),
                        "tasks",
                        Metric.Builder.create()
                                .namespace("ECS/ContainerInsights")
                                .metricName("RunningTaskCount")
                                .dimensionsMap(Map.of(
                                        "ClusterName", service.getCluster().getClusterName(),
                                        "ServiceName", service.getServiceName()))
                                .period(Duration.minutes(1))
                                .statistic("Average")
                                .build()))
                .build();
    }
}
