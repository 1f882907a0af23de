package stage5.notification.domain;

/**
 * How to reach a customer.
 *
 * @param sequence the sequence number of the event that said so; the newest wins
 */
public record Contact(String email, String name, long sequence) {}
