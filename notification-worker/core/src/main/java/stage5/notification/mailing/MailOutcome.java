package stage5.notification.mailing;

import java.util.Optional;
import stage5.notification.domain.MailKind;
import stage5.notification.event.NotificationData;

/** The final outcome of a mail. */
sealed interface MailOutcome {

    /** Returns the mail's Message-ID. */
    String messageId();

    /** Returns the status to store. */
    String status();

    /** Returns the type of the event to publish about a mail of a kind. */
    String eventType(MailKind kind);

    /** Returns the reply of the mail server if it refused the mail, or empty. */
    Optional<String> reason();

    /** The mail server has accepted the mail. */
    record Sent(String messageId) implements MailOutcome {

        @Override
        public String status() {
            return "sent";
        }

        @Override
        public String eventType(MailKind kind) {
            return kind.isOfVersion1() ? NotificationData.SENT : NotificationData.SENT_2;
        }

        @Override
        public Optional<String> reason() {
            return Optional.empty();
        }
    }

    /** The mail server has refused the mail permanently. */
    record Failed(String messageId, String reply) implements MailOutcome {

        @Override
        public String status() {
            return "failed";
        }

        @Override
        public String eventType(MailKind kind) {
            return kind.isOfVersion1() ? NotificationData.FAILED : NotificationData.FAILED_2;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(reply);
        }
    }
}
