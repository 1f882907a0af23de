package stage5.notification.mailing;

import java.util.Optional;
import stage5.notification.event.NotificationData;

/** What came of a mail for good. */
sealed interface Outcome {

    /** Returns the mail's Message-ID. */
    String messageId();

    /** Returns the status to store. */
    String status();

    /** Returns the type of the event to publish. */
    String eventType();

    /** Returns what the mail server said against it, or empty. */
    Optional<String> reason();

    /** A mail server has taken it. */
    record Sent(String messageId) implements Outcome {

        @Override
        public String status() {
            return "sent";
        }

        @Override
        public String eventType() {
            return NotificationData.SENT;
        }

        @Override
        public Optional<String> reason() {
            return Optional.empty();
        }
    }

    /** A mail server has refused it. */
    record Failed(String messageId, String reply) implements Outcome {

        @Override
        public String status() {
            return "failed";
        }

        @Override
        public String eventType() {
            return NotificationData.FAILED;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(reply);
        }
    }
}
