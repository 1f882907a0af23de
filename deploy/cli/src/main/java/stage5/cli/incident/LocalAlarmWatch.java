package stage5.cli.incident;

import java.time.Duration;
import java.util.Set;
import stage5.stack.Stack;
import stage5.stack.alarm.AlarmState;
import stage5.stack.alarm.local.LocalAlarms;

/** Watches alarms by evaluating those of production on the metrics of the shop. */
public record LocalAlarmWatch(LocalAlarms alarms) implements AlarmWatch {

    /** @param speed how many times faster than on AWS the alarms' periods pass */
    public static LocalAlarmWatch of(Stack stack, int speed) {
        return new LocalAlarmWatch(LocalAlarms.of(stack, speed));
    }

    @Override
    public boolean await(String alarm, boolean raised, Duration limit) throws InterruptedException {
        return alarms.await(alarm, raised ? AlarmState.ALARM : AlarmState.OK, limit)
                .isPresent();
    }

    @Override
    public Set<String> firing(Duration time) throws InterruptedException {
        return alarms.firing(time).keySet();
    }

    @Override
    public void close() {
        alarms.close();
    }
}
