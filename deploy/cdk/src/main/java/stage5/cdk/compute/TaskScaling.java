package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * Scales the number of a service's tasks: by CPU utilisation, by the backlog per task, and, if the environment enables
 * it, by the time of day and by forecast. If policies disagree, the largest number of tasks applies.
 */
final class TaskScaling {

    private static final int CPU_PERCENT = 70;

    /** Messages that a task consumes within seconds. */
    private static final int BACKLOG_PER_TASK = 100;

    private TaskScaling() {}

    static void configure(FargateService service, FargateSettings settings, Map<String, QueuePair> queues) {
        ScalableTaskCount tasks = service.autoScaleTaskCount(EnableScalingProps.builder()
                .minCapacity(settings.minTasks())
                .maxCapacity(settings.maxTasks())
                .build());
        tasks.scaleOnCpuUtilization(
                "Cpu",
                CpuUtilizationScalingProps.builder()
                        .targetUtilizationPercent(CPU_PERCENT)
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
            forecast(service).getNode().addDependency(tasks);
        }
    }

    /** Adds <a
     * href="https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-predictive-scaling.html">
     * predictive scaling</a>. It only adds tasks; the other policies remove them. */
    private static CfnScalingPolicy forecast(FargateService service) {
        return policy(service, "Ahead", "ahead")
                .policyType("PredictiveScaling")
                .predictiveScalingPolicyConfiguration(PredictiveScalingPolicyConfigurationProperty.builder()
                        .mode("ForecastAndScale")
                        .metricSpecifications(List.of(PredictiveScalingMetricSpecificationProperty.builder()
                                .targetValue(CPU_PERCENT)
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

    /** Uses the CloudFormation resource, because the construct for target tracking doesn't support metric math. */
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
                                                new TreeMap<>(Map.of(
                                                        "ClusterName",
                                                        cluster,
                                                        "ServiceName",
                                                        service.getServiceName()))),
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
