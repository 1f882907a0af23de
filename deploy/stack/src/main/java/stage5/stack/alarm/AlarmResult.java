package stage5.stack.alarm;

/**
 * What one evaluation of an alarm found.
 *
 * @param reason the datapoints that decided, as a sentence
 */
public record AlarmResult(AlarmState state, String reason) {}
