package stage5.cdk.config;

/**
 * The container form.
 *
 * @param cpu of a task: 1024 is one virtual CPU
 * @param memoryMib of a task
 * @param minTasks of each service
 * @param maxTasks of each service
 * @param bakeMinutes how long both colours stay up after a deployment, so that a roll-back is a switch
 * @param spotShare of ten tasks of a worker, how many run on spare capacity
 */
public record FargateSettings(int cpu, int memoryMib, int minTasks, int maxTasks, int bakeMinutes, int spotShare) {}
