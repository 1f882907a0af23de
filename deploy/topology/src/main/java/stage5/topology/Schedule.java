package stage5.topology;

import java.time.Duration;

/**
 * A job that runs again and again: by a timer in the container form, by EventBridge Scheduler in the lambda form.
 *
 * @param handler of the {@link Function} that does it
 */
public record Schedule(String name, String handler, Duration every, String purpose) {}
