package stage5.local.sqs;

/**
 * The number of messages in a queue.
 *
 * @param visible messages that wait for a receiver, including delayed ones
 * @param inFlight received messages that are neither deleted nor visible again
 * @param deadLetters messages in the dead-letter queue, visible or in flight
 * @param oldestSeconds the age of the oldest message that is not deleted, 0 if there is none; null if it is not known
 */
public record QueueDepth(String name, int visible, int inFlight, int deadLetters, Double oldestSeconds) {}
