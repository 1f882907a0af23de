package stage5.local.mail;

import java.time.Instant;

/**
 * A mail in a mailbox.
 *
 * @param source the mail as received, in RFC 5322 format, compressed
 * @param deliveries the number of deliveries with this Message-ID to this mailbox
 */
record Mail(long id, String messageId, String to, String subject, Instant receivedAt, int deliveries, byte[] source) {

    Mail deliveredAgain() {
        return new Mail(id, messageId, to, subject, receivedAt, deliveries + 1, source);
    }
}
