package stage5.local.sqs;

/**
 * How many messages a queue holds.
 *
 * @param visible those that wait for a receiver
 * @param inFlight those received and neither deleted nor visible again
 * @param deadLetters those in the queue's dead-letter queue, visible or in flight
 */
public record QueueDepth(String name, int visible, int inFlight, int deadLetters) {}
