package stage5.notification.sent;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A mail to a customer.
 *
 * @param eventId the event that it is about
 * @param status {@code sent} or {@code failed}
 * @param reason what the mail server said, left out where it took the mail
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SentMail(
        String eventId, String kind, String subject, String status, Instant at, String messageId, String reason) {}
