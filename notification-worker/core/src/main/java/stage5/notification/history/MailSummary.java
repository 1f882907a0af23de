package stage5.notification.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.notification.domain.MailKind;
import stage5.notification.event.NotificationData;

/**
 * A mail in the history of a customer.
 *
 * @param eventId the event that caused the mail
 * @param status {@code sent} or {@code failed}
 * @param reason the reply of the mail server; left out if it accepted the mail
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MailSummary(
        String eventId, String kind, String subject, String status, Instant at, String messageId, String reason) {

    static MailSummary of(Event published) {
        NotificationData mail = EventCodec.data(published, NotificationData.class);
        return new MailSummary(
                mail.eventId(),
                mail.kind(),
                MailKind.of(mail.kind()).subject(),
                published.type().equals(NotificationData.SENT) ? "sent" : "failed",
                published.time(),
                mail.messageId(),
                mail.reason());
    }
}
