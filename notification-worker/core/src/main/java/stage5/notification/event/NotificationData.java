package stage5.notification.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What the events about mails say.
 *
 * @param eventId the event that the mail is about
 * @param reason what the mail server said, left out where it took the mail
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationData(String customerId, String kind, String eventId, String messageId, String reason) {

    /** A mail server has taken the mail. */
    public static final String SENT = "stage5.notification.sent.v1";

    /** A mail server has refused the mail for good. */
    public static final String FAILED = "stage5.notification.failed.v1";
}
