package stage5.local.lambda;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Settings of asynchronous invocations of a function, a version or an alias. A null component has no setting.
 *
 * @param maximumRetryAttempts the retries after function errors: 0 to 2
 * @param maximumEventAge how long an event may wait: 60 s to 6 h
 * @param onSuccess the ARN of the queue, topic or function that gets a record of each success
 * @param onFailure the ARN of the one that gets a record of each discarded event
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html">PutFunctionEventInvokeConfig</a>
 */
record EventInvokeConfig(
        Integer maximumRetryAttempts,
        Duration maximumEventAge,
        String onSuccess,
        String onFailure,
        Instant lastModified) {

    static final EventInvokeConfig NONE = new EventInvokeConfig(null, null, null, null, Instant.EPOCH);

    /** Returns these settings with those of the update that are not null. */
    EventInvokeConfig updated(EventInvokeConfig update) {
        return new EventInvokeConfig(
                firstNonNull(update.maximumRetryAttempts, maximumRetryAttempts),
                firstNonNull(update.maximumEventAge, maximumEventAge),
                firstNonNull(update.onSuccess, onSuccess),
                firstNonNull(update.onFailure, onFailure),
                update.lastModified);
    }

    private static <T> T firstNonNull(T value, T fallback) {
        return Optional.ofNullable(value).orElse(fallback);
    }
}
