package stage5.stack.alarm;

/** The state of an alarm, by CloudWatch's names. */
public enum AlarmState {
    OK,
    ALARM,
    INSUFFICIENT_DATA
}
