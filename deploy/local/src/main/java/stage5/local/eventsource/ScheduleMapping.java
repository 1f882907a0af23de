package stage5.local.eventsource;

import static java.lang.System.Logger.Level.WARNING;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import stage5.local.lambda.InvocationOutcome;
import stage5.local.lambda.Invoker;

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
    private final Invoker invoker;
    private final ScheduledExecutorService timer;
    private final InstantSource clock;
    private final AsyncRetryPolicy retries;
    private ScheduledFuture<?> runs;
    private volatile boolean closed;

    private record Attempt(byte[] event, Instant since, int errors, int refusals) {

        Attempt afterError() {
            return new Attempt(event, since, errors + 1, refusals);
        }

        Attempt afterRefusal() {
            return new Attempt(event, since, errors, refusals + 1);
        }
    }

    private ScheduleMapping(
            String schedule,
            String function,
            Invoker invoker,
            ScheduledExecutorService timer,
            InstantSource clock,
            AsyncRetryPolicy retries) {
        this.schedule = schedule;
        this.function = function;
        this.invoker = invoker;
        this.timer = timer;
        this.clock = clock;
        this.retries = retries;
    }

    /**
     * Opens a schedule; its first run starts immediately.
     *
     * @param schedule the name of the schedule
     * @param timer runs the schedule; it stays open when the mapping closes
     */
    public static ScheduleMapping open(
            String schedule, String function, Duration every, Invoker invoker, ScheduledExecutorService timer) {
        return open(schedule, function, every, invoker, timer, InstantSource.system(), AsyncRetryPolicy.ofAws());
    }

    static ScheduleMapping open(
            String schedule,
            String function,
            Duration every,
            Invoker invoker,
            ScheduledExecutorService timer,
            InstantSource clock,
            AsyncRetryPolicy retries) {
        ScheduleMapping mapping = new ScheduleMapping(schedule, function, invoker, timer, clock, retries);
        mapping.runs = timer.scheduleAtFixedRate(mapping::run, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return mapping;
    }

    private void run() {
        Instant now = clock.instant();
        attempt(new Attempt(ScheduledEvent.of(schedule, now), now, 0, 0));
    }

    private void attempt(Attempt attempt) {
        try {
            invoker.invoke(function, attempt.event())
                    .whenComplete((outcome, failure) -> settle(attempt, outcome, failure));
        } catch (RuntimeException e) {
            settle(attempt, null, e); // an exception in the timer's task would cancel the schedule
        }
    }

    private void settle(Attempt attempt, InvocationOutcome outcome, Throwable failure) {
        if (failure != null) {
            retryRefused(attempt, failure.toString());
            return;
        }
        switch (outcome) {
            case InvocationOutcome.Response response -> {}
            case InvocationOutcome.FunctionError(String type, byte[] payload) -> {
                Attempt next = attempt.afterError();
                String reason = "the function failed: " + new String(payload, StandardCharsets.UTF_8);
                retryAfter(next, retries.backoffAfterErrors(next.errors()), reason);
            }
            case InvocationOutcome.Refused(int status, String type, String message)
            when status == 429 || status >= 500 -> retryRefused(attempt, type + ": " + message);
            case InvocationOutcome.Refused(int status, String type, String message) ->
                retryAfter(attempt, Optional.empty(), type + ": " + message);
        }
    }

    private void retryRefused(Attempt attempt, String reason) {
        Attempt next = attempt.afterRefusal();
        Duration age = Duration.between(next.since(), clock.instant());
        retryAfter(next, retries.backoffAfterRefusals(next.refusals(), age), "the function was not invoked: " + reason);
    }

    private void retryAfter(Attempt next, Optional<Duration> backoff, String reason) {
        if (closed) {
            return; // the next run does the missed work
        }
        if (backoff.isEmpty()) {
            LOG.log(WARNING, "A run of {0} is abandoned: {1}: {2}", schedule, function, reason);
            return;
        }
        LOG.log(WARNING, "{0} retries {1} in {2}: {3}", schedule, function, backoff.get(), reason);
        try {
            timer.schedule(() -> retry(next), backoff.get().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(WARNING, "{0} does not retry {1}: the timer has ended", schedule, function);
        }
    }

    private void retry(Attempt attempt) {
        if (!closed) {
            attempt(attempt);
        }
    }

    /** Ends the schedule. Invocations in progress continue, but are not retried. */
    @Override
    public void close() {
        closed = true;
        runs.cancel(false);
    }
}
