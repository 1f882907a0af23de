package stage5.local.sqs;

/**
 * The number of messages in a queue.
 *
 * @param visible messages that wait for a receiver, including delayed ones
 * @param inFlight received messages that are neither deleted nor visible again
 * @param deadLetters messages in the dead-letter queue, visible or in flight
 */
public record QueueDepth(String name, int visible, int inFlight, int deadLetters) {}
