package stage5.local.mail;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;

/** A recipient of mail, which is stored in {@link MailStore}. GreenMail's own store would grow without limit. */
record MailRecipient(String address, MailStore store, InstantSource clock) implements GreenMailUser {

    @Override
    public void deliver(MovingMessage message) {
        deliver(message.getMessage());
    }

    @Override
    public void deliver(MimeMessage message) {
        try {
            String messageId =
                    Objects.requireNonNullElseGet(message.getMessageID(), () -> "<" + UUID.randomUUID() + "@local>");
            store.add(address, messageId, message.getSubject(), clock.instant(), Deflated.bytes(message::writeTo));
        } catch (MessagingException e) {
            throw new IllegalArgumentException("The mail can't be read", e);
        } catch (Exception e) {
            throw new IllegalStateException("The mail can't be stored", e);
        }
    }

    @Override
    public String getEmail() {
        return address;
    }

    @Override
    public String getLogin() {
        return address;
    }

    @Override
    public String getQualifiedMailboxName() {
        return address;
    }

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public void authenticate(String password) {
        // Every sender is accepted.
    }

    @Override
    public void setPassword(String password) {
        throw new UnsupportedOperationException("The local mail server has no passwords");
    }

    @Override
    public void create() {
        // Nothing to prepare.
    }

    @Override
    public void delete() {
        throw new UnsupportedOperationException("The local mail server keeps its recipients");
    }
}
