package stage5.notification.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The data of this service's events.
 *
 * @param eventId the event that caused the mail
 * @param reason the reply of the mail server; left out if it accepted the mail
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationData(String customerId, String kind, String eventId, String messageId, String reason) {

    /** The mail server has accepted the mail. */
    public static final String SENT = "stage5.notification.sent.v1";

    /** The mail server has refused the mail permanently. */
    public static final String FAILED = "stage5.notification.failed.v1";

    /** As {@link #SENT}, for a kind that version 1 does not list. */
    public static final String SENT_2 = "stage5.notification.sent.v2";

    /** As {@link #FAILED}, for a kind that version 1 does not list. */
    public static final String FAILED_2 = "stage5.notification.failed.v2";
}
