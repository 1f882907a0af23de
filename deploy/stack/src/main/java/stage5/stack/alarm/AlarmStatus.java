package stage5.stack.alarm;

import java.time.Instant;

/**
 * The state of an alarm after an evaluation.
 *
 * @param name without the environment's prefix
 * @param description what the alarm says to its recipient
 * @param since the time of the evaluation at which it got this state
 * @param reason the datapoints that decided the last evaluation, as a sentence
 */
public record AlarmStatus(String name, String description, AlarmState state, Instant since, String reason) {}
