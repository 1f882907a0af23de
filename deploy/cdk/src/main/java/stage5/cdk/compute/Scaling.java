package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.CustomizedMetricSpecificationProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricDataQueryProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricDimensionProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricStatProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;
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
        queues.forEach(
                (name, queue) -> onBacklog(service, name, queue).getNode().addDependency(tasks));
    }

    /** By hand, because the construct of target tracking knows no arithmetic, which CloudFormation does. */
    private static CfnScalingPolicy onBacklog(FargateService service, String name, QueuePair queue) {
        String cluster = service.getCluster().getClusterName();
        return CfnScalingPolicy.Builder.create(service, "Backlog-" + name)
                .policyName(name + "-backlog")
                .policyType("TargetTrackingScaling")
                .serviceNamespace("ecs")
                .scalableDimension("ecs:service:DesiredCount")
                .resourceId("service/%s/%s".formatted(cluster, service.getServiceName()))
                .targetTrackingScalingPolicyConfiguration(TargetTrackingScalingPolicyConfigurationProperty.builder()
                        .targetValue(BACKLOG_PER_TASK)
                        .customizedMetricSpecification(CustomizedMetricSpecificationProperty.builder()
                                .metrics(List.of(
                                        query(
                                                "waiting",
                                                "AWS/SQS",
                                                "ApproximateNumberOfMessagesVisible",
                                                Map.of(
                                                        "QueueName",
                                                        queue.queue().getQueueName())),
                                        query(
                                                "tasks",
                                                "ECS/ContainerInsights",
                                                "RunningTaskCount",
                                                Map.of(
                                                        "ClusterName",
                                                        cluster,
                                                        "ServiceName",
                                                        service.getServiceName())),
                                        TargetTrackingMetricDataQueryProperty.builder()
                                                .id("backlog")
                                                .expression("waiting / FILL(tasks, 1)")
                                                .returnData(true)
                                                .build()))
                                .build())
                        .build())
                .build();
    }

    private static TargetTrackingMetricDataQueryProperty query(
            String id, String namespace, String metric, Map<String, String> dimensions) {
        return TargetTrackingMetricDataQueryProperty.builder()
                .id(id)
                .returnData(false)
                .metricStat(TargetTrackingMetricStatProperty.builder()
                        .stat("Average")
                        .metric(TargetTrackingMetricProperty.builder()
                                .namespace(namespace)
                                .metricName(metric)
                                .dimensions(dimensions.entrySet().stream()
                                        .map(dimension -> TargetTrackingMetricDimensionProperty.builder()
                                                .name(dimension.getKey())
                                                .value(dimension.getValue())
                                                .build())
                                        .toList())
                                .build())
                        .build())
                .build();
    }
}
