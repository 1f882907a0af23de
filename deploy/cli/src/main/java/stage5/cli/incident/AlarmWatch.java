package stage5.cli.incident;

import java.time.Duration;
import java.util.Set;

/** Evaluates the alarms of the AWS stacks against the shop on this machine. */
public interface AlarmWatch extends AutoCloseable {

    /** Waits until the alarm is raised, or is not. Returns false if it is still different after the time limit. */
    boolean await(String alarm, boolean raised, Duration limit) throws InterruptedException;

    /** Evaluates the alarms for this time. Returns the names of those that were raised. */
    Set<String> firing(Duration time) throws InterruptedException;

    @Override
    void close();
}
