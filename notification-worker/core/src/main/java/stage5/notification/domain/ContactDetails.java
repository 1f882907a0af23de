package stage5.notification.domain;

/**
 * The name and email address of a customer.
 *
 * @param sequence the sequence number of the user event that published them; the highest wins
 */
public record ContactDetails(String email, String name, long sequence) {}
