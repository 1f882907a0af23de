package stage5.stack.alarm;

import java.util.List;

/**
 * An alarm that fires while all of some other alarms do (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html">composite alarm</a>).
 *
 * @param all the names of these alarms
 */
public record CompositeAlarm(String name, String description, boolean notifies, List<String> all) implements Alarm {

    public CompositeAlarm {
        all = List.copyOf(all);
    }
}
