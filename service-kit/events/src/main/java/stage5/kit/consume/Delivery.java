package stage5.kit.consume;

/** A message as its queue delivered it; {@code messageId} is what a batch's failures are named by. */
public record Delivery(String messageId, String body) {}
