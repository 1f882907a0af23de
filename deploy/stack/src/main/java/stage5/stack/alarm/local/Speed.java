package stage5.stack.alarm.local;

import stage5.stack.StackException;

/**
 * How fast the periods of alarms pass on this machine.
 *
 * @param times how many times faster than on AWS
 */
record Speed(int times) {

    private static final long MINUTE_MILLIS = 60_000;

    Speed {
        if (times < 1 || MINUTE_MILLIS % times != 0) {
            throw new StackException("The speed must divide 60,000, not be " + times);
        }
    }

    /** Returns how long a minute of the alarms lasts, in milliseconds. */
    long minuteMillis() {
        return MINUTE_MILLIS / times;
    }

    /** Returns a value on the scale of the alarms: an age passes as fast as the periods. */
    double scaled(String metric, double value) {
        boolean isAge = metric.contains("Age") || metric.endsWith("_age");
        return isAge ? value * times : value;
    }
}
