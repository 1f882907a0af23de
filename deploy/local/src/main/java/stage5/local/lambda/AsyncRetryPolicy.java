package stage5.local.lambda;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lambda's retries of asynchronous invocations.
 *
 * @param errorBackoffs the back-off after the first function error, after the second, and so on; then Lambda gives up
 * @param initialBackoff the first back-off if the function was not invoked; it doubles with each attempt
 * @param maxBackoff the upper limit of that back-off
 * @param maxAge the age at which an event is discarded
 */
public record AsyncRetryPolicy(
        List<Duration> errorBackoffs, Duration initialBackoff, Duration maxBackoff, Duration maxAge) {

    /**
     * Returns the values of AWS. After function errors: two retries, one and two minutes later. After throttling or
     * internal errors: retries for 6 hours, 1 s to 5 minutes apart.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">Errors and retries
     *     with asynchronous invocation</a>
     */
    public static AsyncRetryPolicy ofAws() {
        return new AsyncRetryPolicy(
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofHours(6));
    }

    /** Returns the back-off after this number of function errors, at least 1; empty once Lambda gives up. */
    Optional<Duration> backoffAfterErrors(int errors) {
        return errors <= errorBackoffs.size() ? Optional.of(errorBackoffs.get(errors - 1)) : Optional.empty();
    }

    /** Returns the back-off after this number of rejected invocations, at least 1. */
    Duration backoffAfterRefusals(int refusals) {
        Duration backoff = initialBackoff;
        for (int i = 1; i < refusals && backoff.compareTo(maxBackoff) < 0; i++) {
            backoff = backoff.multipliedBy(2);
        }
        return backoff.compareTo(maxBackoff) < 0 ? backoff : maxBackoff;
    }
}
