package stage5.kit.events.consumption;

/**
 * One delivery of a message.
 *
 * @param messageId SQS's message id, by which a batch reports its failures
 */
public record Delivery(String messageId, String body) {}
