package stage5.local.eventsource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When Lambda tries an event again that came asynchronously.
 *
 * @param errorBackoffs the waits after the first error of the function, the second, and so on; then Lambda gives up
 * @param initialBackoff the wait after the first time that the function wasn't run; it doubles each time
 * @param maxBackoff the maxBackoff such wait
 * @param maxAge how old an event gets
 */
record AsyncRetryPolicy(List<Duration> errorBackoffs, Duration initialBackoff, Duration maxBackoff, Duration maxAge) {

    /**
     * Returns AWS's: two retries after errors, a minute and then two minutes later; and where the function is throttled
     * or Lambda fails, more for 6 hours, 1 s to 5 minutes apart.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">Errors and retries
     *     with asynchronous invocation</a>
     */
    static AsyncRetryPolicy ofAws() {
        return new AsyncRetryPolicy(
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofHours(6));
    }

    /** Returns the wait after so many errors of the function, at least 1, or nothing once Lambda gives up. */
    Optional<Duration> backoffAfterErrors(int errors) {
        return errors <= errorBackoffs.size() ? Optional.of(errorBackoffs.get(errors - 1)) : Optional.empty();
    }

    /** Returns the wait after the function was not run so many times, at least 1, or nothing once the event is too old. */
    Optional<Duration> backoffAfterRefusals(int refusals, Duration age) {
        Duration wait = initialBackoff;
        for (int i = 1; i < refusals && wait.compareTo(maxBackoff) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        Duration bounded = wait.compareTo(maxBackoff) < 0 ? wait : maxBackoff;
        return age.plus(bounded).compareTo(maxAge) <= 0 ? Optional.of(bounded) : Optional.empty();
    }
}
