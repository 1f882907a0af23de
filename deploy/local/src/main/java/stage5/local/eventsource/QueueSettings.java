package stage5.local.eventsource;

import java.time.Duration;

/**
 * Settings of an event source mapping.
 *
 * @param queue the queue's name
 * @param functionTimeout the function's time-out; the queue's visibility time-out must not be shorter
 * @param batchSize the most messages of an event: 1 to 10,000; over 10 a window is required
 * @param batchingWindow how long messages are collected before the function is invoked: 0 to 300 s, whole seconds
 * @param maximumConcurrency the most concurrent invocations for the queue: 2 to 1,000
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html">CreateEventSourceMapping</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html">ScalingConfig</a>
 */
public record QueueSettings(
        String queue,
        String function,
        Duration functionTimeout,
        int batchSize,
        Duration batchingWindow,
        int maximumConcurrency) {

    private static final int DEFAULT_BATCH_SIZE = 10;
    private static final int MAX_CONCURRENCY = 1_000;

    public QueueSettings {
        check(batchSize >= 1 && batchSize <= 10_000, "The batch size must be 1 to 10,000, not " + batchSize);
        check(
                !batchingWindow.isNegative()
                        && batchingWindow.toSeconds() <= 300
                        && batchingWindow.equals(Duration.ofSeconds(batchingWindow.toSeconds())),
                "The batching window must be 0 to 300 whole seconds, not " + batchingWindow);
        check(
                batchSize <= DEFAULT_BATCH_SIZE || batchingWindow.isPositive(),
                "A batch size over 10 needs a batching window of at least 1 s");
        check(
                maximumConcurrency >= 2 && maximumConcurrency <= MAX_CONCURRENCY,
                "The maximum concurrency must be 2 to 1,000, not " + maximumConcurrency);
    }

    /** Returns the defaults of AWS: batches of up to 10, no window, and the highest maximum concurrency. */
    public static QueueSettings of(String queue, String function, Duration functionTimeout) {
        return new QueueSettings(queue, function, functionTimeout, DEFAULT_BATCH_SIZE, Duration.ZERO, MAX_CONCURRENCY);
    }

    /** Returns these settings with another maximum concurrency. */
    public QueueSettings withMaximumConcurrency(int maximum) {
        return new QueueSettings(queue, function, functionTimeout, batchSize, batchingWindow, maximum);
    }

    /** Returns these settings with another batch size and window. */
    public QueueSettings withBatches(int size, Duration window) {
        return new QueueSettings(queue, function, functionTimeout, size, window, maximumConcurrency);
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
