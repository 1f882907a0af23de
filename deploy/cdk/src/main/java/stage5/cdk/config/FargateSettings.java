package stage5.cdk.config;

import static java.util.Objects.requireNonNullElse;

import java.util.List;

/**
 * Settings of the container form.
 *
 * @param cpu of a task, in CPU units: 1024 is one virtual CPU
 * @param memoryMib of a task
 * @param minTasks per service
 * @param maxTasks per service
 * @param bakeMinutes how long the old tasks keep running after a deployment, so that a roll-back is immediate
 * @param spotShare how many of ten tasks of a worker run on Fargate Spot, 0 to 10
 * @param predictive whether predictive scaling is enabled, which forecasts from the last two weeks; off in every environment,
 *     because it has never been tried
 * @param scheduled changes of the minimum by time of day; null for none
 * @param discovery how tasks find the tasks of other services; null for load balancers
 */
public record FargateSettings(
        int cpu,
        int memoryMib,
        int minTasks,
        int maxTasks,
        int bakeMinutes,
        int spotShare,
        boolean predictive,
        List<Scheduled> scheduled,
        Discovery discovery) {

    public FargateSettings {
        scheduled = List.copyOf(requireNonNullElse(scheduled, List.of()));
        discovery = requireNonNullElse(discovery, Discovery.LOAD_BALANCER);
        scheduled.forEach(change -> {
            if (change.minTasks() > maxTasks) {
                throw new IllegalArgumentException("%s has a minimum of %d tasks, above maxTasks %d"
                        .formatted(change, change.minTasks(), maxTasks));
            }
        });
    }

    /** Returns a copy with another discovery. */
    FargateSettings withDiscovery(Discovery other) {
        return new FargateSettings(
                cpu, memoryMib, minTasks, maxTasks, bakeMinutes, spotShare, predictive, scheduled, other);
    }

    /**
     * A change of the minimum number of tasks.
     *
     * @param cron an expression of <a
     *     href="https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html">
     *     Application Auto Scaling</a>, in UTC
     */
    public record Scheduled(String cron, int minTasks) {}
}
