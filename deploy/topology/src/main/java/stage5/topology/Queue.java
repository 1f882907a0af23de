package stage5.topology;

import java.time.Duration;
import java.util.List;

/**
 * An SQS queue of one consumer and purpose, with the limits that all queues share.
 *
 * @param purpose what its consumer does with a message, in one clause
 */
public record Queue(String name, String purpose, List<Subscription> subscriptions) {

    /**
     * How long a received message stays hidden from other receivers: <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">at least six times</a> the
     * time-out of the function that consumes the queue. A container asks for less at each receive, and for more while it
     * works.
     */
    public static final Duration VISIBILITY = Duration.ofSeconds(90);

    /** How many batches of a queue a function is given at once: the least that <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html">maximum concurrency</a> can be. */
    public static final int MAX_CONCURRENCY = 2;

    /** How often a message is received before it goes to the dead-letter queue. */
    public static final int MAX_RECEIVES = 3;

    /** How long a message waits for its consumer. */
    public static final Duration RETENTION = Duration.ofDays(4);

    /** How long a dead letter waits for a person: the most that SQS keeps. */
    public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(14);

    public Queue {
        subscriptions = List.copyOf(subscriptions);
    }

    /** Returns the name of the queue's dead-letter queue. */
    public String deadLetterQueue() {
        return name + "-dlq";
    }

    /**
     * A raw SNS subscription of the queue.
     *
     * @param types the event types let through, compared with the message attribute {@value #FILTER_ATTRIBUTE}
     */
    public record Subscription(String topic, List<String> types) {

        /** The message attribute that subscriptions filter on. */
        public static final String FILTER_ATTRIBUTE = "type";

        public Subscription {
            types = List.copyOf(types);
        }
    }
}
