package stage5.stack.alarm;

/** The definition of an alarm. */
public sealed interface Alarm permits MetricAlarm, CompositeAlarm {

    /** Returns the name without the environment's prefix. */
    String name();

    String description();

    /** Returns whether the alarm notifies; a window of a composite alarm does not. */
    boolean notifies();
}
