package stage5.notification.sent;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.notification.domain.Kind;
import stage5.notification.event.NotificationData;

/**
 * A mail to a customer.
 *
 * @param eventId the event that it is about
 * @param status {@code sent} or {@code failed}
 * @param reason what the mail server said, left out where it took the mail
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SentMail(
        String eventId, String kind, String subject, String status, Instant at, String messageId, String reason) {

    static SentMail of(Event told) {
        NotificationData mail = EventCodec.data(told, NotificationData.class);
        return new SentMail(
                mail.eventId(),
                mail.kind(),
                Kind.of(mail.kind()).subject(),
                told.type().equals(NotificationData.SENT) ? "sent" : "failed",
                told.time(),
                mail.messageId(),
                mail.reason());
    }
}
