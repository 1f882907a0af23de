package stage5.cdk.config;

import static java.util.Objects.requireNonNullElse;

import java.util.List;

/**
 * The container form.
 *
 * @param cpu of a task: 1024 is one virtual CPU
 * @param memoryMib of a task
 * @param minTasks of each service
 * @param maxTasks of each service
 * @param bakeMinutes how long both colours stay up after a deployment, so that a roll-back is a switch
 * @param spotShare of ten tasks of a worker, how many run on spare capacity
 * @param predictive whether tasks are also added ahead of what the last two weeks let expect
 * @param scheduled what is known beforehand of the day
 */
public record FargateSettings(
        int cpu,
        int memoryMib,
        int minTasks,
        int maxTasks,
        int bakeMinutes,
        int spotShare,
        boolean predictive,
        List<Scheduled> scheduled) {

    public FargateSettings {
        scheduled = List.copyOf(requireNonNullElse(scheduled, List.of()));
        scheduled.forEach(change -> {
            if (change.minTasks() > maxTasks) {
                throw new IllegalArgumentException(
                        "%s wants %d tasks, and there may be %d".formatted(change, change.minTasks(), maxTasks));
            }
        });
    }

    /**
     * From when on how many tasks there are at least.
     *
     * @param cron as <a
     *     href="https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html">
     *     Application Auto Scaling</a> has it, in UTC
     */
    public record Scheduled(String cron, int minTasks) {}
}
