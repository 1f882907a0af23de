package stage5.topology;

import java.time.Duration;

/** A job that runs again and again: by a timer in the container form, by EventBridge Scheduler in the lambda form. */
public record Schedule(String name, Duration every, String purpose) {}
