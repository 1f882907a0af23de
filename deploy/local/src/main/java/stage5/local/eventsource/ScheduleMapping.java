package stage5.local.eventsource;

import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import stage5.local.lambda.AsyncInvoker;

/**
 * Emulates an EventBridge Scheduler schedule with a {@code rate(...)} expression. It invokes the function immediately
 * and then at a fixed rate, asynchronously, even if an earlier run has not ended.
 *
 * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based">Rate-based
 *     schedules</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html">Using Lambda with EventBridge
 *     Scheduler</a>
 */
public final class ScheduleMapping implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ScheduleMapping.class.getName());

    private final String schedule;
    private final String function;
    private final AsyncInvoker invoker;
    private final InstantSource clock;
    private ScheduledFuture<?> runs;

    private ScheduleMapping(String schedule, String function, AsyncInvoker invoker, InstantSource clock) {
        this.schedule = schedule;
        this.function = function;
        this.invoker = invoker;
        this.clock = clock;
    }

    /**
     * Opens a schedule; its first run starts immediately.
     *
     * @param schedule the name of the schedule
     * @param timer runs the schedule; it stays open when the mapping closes
     */
    public static ScheduleMapping open(
            String schedule, String function, Duration every, AsyncInvoker invoker, ScheduledExecutorService timer) {
        return open(schedule, function, every, invoker, timer, InstantSource.system());
    }

    static ScheduleMapping open(
            String schedule,
            String function,
            Duration every,
            AsyncInvoker invoker,
            ScheduledExecutorService timer,
            InstantSource clock) {
        ScheduleMapping mapping = new ScheduleMapping(schedule, function, invoker, clock);
        mapping.runs = timer.scheduleAtFixedRate(mapping::run, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return mapping;
    }

    private void run() {
        Instant now = clock.instant();
        try {
            invoker.invokeLater(function, ScheduledEvent.of(schedule, now));
        } catch (RuntimeException e) {
            LOG.log(ERROR, "A run of " + schedule + " could not be queued", e); // thrown, it would end the schedule
        }
    }

    /** Ends the schedule. Events that are queued remain in Lambda's queue. */
    @Override
    public void close() {
        runs.cancel(false);
    }
}
