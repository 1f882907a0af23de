package stage5.topology;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.List;

/**
 * An SQS queue with one consumer and one purpose, and the settings that all queues share.
 *
 * @param purpose what its consumer does with a message, as one clause
 * @param maxConcurrency the most concurrent invocations of the function that consumes it, 2 to 1,000 (<a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html">maximum concurrency</a>); {@link
 *     #LEAST_CONCURRENCY} if null
 */
public record Queue(String name, String purpose, Integer maxConcurrency, List<Subscription> subscriptions) {

    /**
     * The visibility time-out: <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">at
     * least six times</a> the time-out of the function that consumes the queue. A container requests a shorter one for
     * each receive call and extends it while it works.
     */
    public static final Duration VISIBILITY = Duration.ofSeconds(90);

    /** The lowest maximum concurrency that AWS allows. */
    public static final int LEAST_CONCURRENCY = 2;

    private static final int MOST_CONCURRENCY = 1_000;

    /**
     * The number of receives after which a message moves to the dead-letter queue. A receive counts also if the process dies or the
     * function is throttled, which says nothing about the message; so <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">AWS advises at least five</a>.
     */
    public static final int MAX_RECEIVES = 5;

    /** How long a message waits for its consumer before SQS deletes it. */
    public static final Duration RETENTION = Duration.ofDays(4);

    /** How long a dead letter is kept: the maximum of SQS. */
    public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(14);

    public Queue {
        subscriptions = List.copyOf(subscriptions);
        maxConcurrency = requireNonNullElse(maxConcurrency, LEAST_CONCURRENCY);
        if (maxConcurrency < LEAST_CONCURRENCY || maxConcurrency > MOST_CONCURRENCY) {
            throw new IllegalArgumentException("The maximum concurrency of %s must be %d to %d, not %d"
                    .formatted(name, LEAST_CONCURRENCY, MOST_CONCURRENCY, maxConcurrency));
        }
    }

    /** Returns the name of the queue's dead-letter queue. */
    public String deadLetterQueue() {
        return name + "-dlq";
    }

    /**
     * An SNS subscription of the queue, with raw delivery.
     *
     * @param types the event types that the filter admits, compared with the message attribute {@value
     *     #FILTER_ATTRIBUTE}
     */
    public record Subscription(String topic, List<String> types) {

        /** The message attribute that subscription filters use. */
        public static final String FILTER_ATTRIBUTE = "type";

        public Subscription {
            types = List.copyOf(types);
        }
    }
}
