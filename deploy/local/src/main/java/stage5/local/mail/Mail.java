package stage5.local.mail;

import java.time.Instant;

/**
 * A mail in a mailbox.
 *
 * @param source the mail as it came, in RFC 5322 form, deflated
 * @param deliveries how often a mail with this Message-ID has come to this mailbox
 */
record Mail(long id, String messageId, String to, String subject, Instant receivedAt, int deliveries, byte[] source) {

    Mail deliveredAgain() {
        return new Mail(id, messageId, to, subject, receivedAt, deliveries + 1, source);
    }
}
