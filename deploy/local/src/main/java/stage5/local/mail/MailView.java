package stage5.local.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Properties;

/**
 * A mail in the form that the console returns.
 *
 * @param text its plain text, or null
 * @param html its HTML, or null
 */
public record MailView(
        long id,
        String messageId,
        String to,
        String subject,
        String text,
        String html,
        Instant receivedAt,
        int deliveries) {

    private static final Session SESSION = Session.getInstance(new Properties());

    static MailView withoutContent(Mail mail) {
        return new MailView(
                mail.id(),
                mail.messageId(),
                mail.to(),
                mail.subject(),
                null,
                null,
                mail.receivedAt(),
                mail.deliveries());
    }

    static MailView of(Mail mail) {
        try {
            MimeMessage message = new MimeMessage(SESSION, Deflated.inflate(mail.source()));
            return new MailView(
                    mail.id(),
                    mail.messageId(),
                    mail.to(),
                    mail.subject(),
                    content(message, "text/plain"),
                    content(message, "text/html"),
                    mail.receivedAt(),
                    mail.deliveries());
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("Mail " + mail.id() + " can't be read", e);
        }
    }

    /** Returns the first part of this type at any nesting depth, or null. */
    private static String content(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return part.getContent().toString();
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = content(parts.getBodyPart(i), type);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
