package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.CustomizedMetricSpecificationProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.PredictiveScalingMetricSpecificationProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.PredictiveScalingPolicyConfigurationProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.PredictiveScalingPredefinedMetricPairProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricDataQueryProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricDimensionProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricStatProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.applicationautoscaling.ScalingSchedule;
import software.amazon.awscdk.services.applicationautoscaling.Schedule;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;
import stage5.cdk.config.FargateSettings;
import stage5.cdk.config.FargateSettings.Scheduled;
import stage5.cdk.data.QueuePair;

/**
 * How many tasks a service has: by how busy they are, by how much waits for each of them in its queues, and, where the
 * environment has it, by the time of day and by what is to be expected. Of several that disagree the most tasks win.
 */
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
        for (Scheduled change : settings.scheduled()) {
            tasks.scaleOnSchedule(
                    "At-" + change.cron(),
                    ScalingSchedule.builder()
                            .schedule(Schedule.expression("cron(%s)".formatted(change.cron())))
                            .minCapacity(change.minTasks())
                            .maxCapacity(settings.maxTasks())
                            .build());
        }
        if (settings.predictive()) {
            ahead(service).getNode().addDependency(tasks);
        }
    }

    /** By <a
     * href="https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-predictive-scaling.html">
     * predictive scaling</a>, which adds tasks and leaves it to the other policies to take them away. */
    private static CfnScalingPolicy ahead(FargateService service) {
        return policy(service, "Ahead", "ahead")
                .policyType("PredictiveScaling")
                .predictiveScalingPolicyConfiguration(PredictiveScalingPolicyConfigurationProperty.builder()
                        .mode("ForecastAndScale")
                        .metricSpecifications(List.of(PredictiveScalingMetricSpecificationProperty.builder()
                                .targetValue(BUSY_PERCENT)
                                .predefinedMetricPairSpecification(
                                        PredictiveScalingPredefinedMetricPairProperty.builder()
                                                .predefinedMetricType("ECSServiceCPUUtilization")
                                                .build())
                                .build()))
                        .build())
                .build();
    }

    private static CfnScalingPolicy.Builder policy(FargateService service, String id, String name) {
        return CfnScalingPolicy.Builder.create(service, id)
                .policyName(name)
                .serviceNamespace("ecs")
                .scalableDimension("ecs:service:DesiredCount")
                .resourceId("service/%s/%s".formatted(service.getCluster().getClusterName(), service.getServiceName()));
    }

    /** By hand, because the construct of target tracking knows no arithmetic, which CloudFormation does. */
    private static CfnScalingPolicy onBacklog(FargateService service, String name, QueuePair queue) {
        String cluster = service.getCluster().getClusterName();
        return policy(service, "Backlog-" + name, name + "-backlog")
                .policyType("TargetTrackingScaling")
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
