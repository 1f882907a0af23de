package stage5.topology;

import java.time.Duration;

/**
 * A periodic job: run by a timer in the container form, by EventBridge Scheduler in the lambda form.
 *
 * @param handler the handler of the {@link Function} that runs the job
 */
public record Schedule(String name, String handler, Duration every, String purpose) {}
