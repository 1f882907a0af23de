package stage5.notification.mailing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import stage5.kit.event.Event;
import stage5.notification.NotificationConfig;
import stage5.notification.domain.Contact;
import stage5.notification.letter.Letter;
import stage5.notification.letter.Letters;
import stage5.notification.letter.Rendering;
import stage5.notification.mailing.MailClaims.Claim;
import stage5.notification.sent.SentMails;
import stage5.notification.smtp.MailRefusedException;
import stage5.notification.smtp.MailServer;

/**
 * Sends one mail per event, however often the event comes. What SMTP can't promise is told apart: a sender who dies, or
 * loses the connection, after the server has taken the mail and before this is stored leaves a mail that nobody knows
 * of. It is then sent again, under the same Message-ID, by which a mailbox knows the second copy for what it is (<a
 * href="https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4">RFC 5322, 3.6.4</a>); the counter {@code
 * stage5.mails.resent} tells how often.
 */
@ApplicationScoped
class Mailing {

    private static final Logger LOG = Logger.getLogger(Mailing.class);

    private final MailClaims claims;
    private final MailServer server;
    private final SentMails sent;
    private final String domain;
    private final MeterRegistry metrics;
    private final Counter resent;

    Mailing(MailClaims claims, MailServer server, SentMails sent, NotificationConfig config, MeterRegistry metrics) {
        this.claims = claims;
        this.server = server;
        this.sent = sent;
        this.domain = config.messageIdDomain();
        this.metrics = metrics;
        this.resent = metrics.counter("stage5.mails.resent");
    }

    /** Returns when the mail about the event is sent, or is refused for good; fails where it has to be tried again. */
    Uni<Void> mail(Event event, Contact contact) {
        Letter letter = Letters.about(event);
        return claims.claim(event, letter).chain(claim -> switch (claim) {
            case Claim.Settled() -> claims.told(event).chain(sent::show);
            case Claim.Busy() -> Uni.createFrom().failure(new MailBusyException(event.id()));
            case Claim.Granted granted -> send(event, letter, contact, granted);
        });
    }

    private Uni<Void> send(Event event, Letter letter, Contact contact, Claim.Granted claim) {
        if (claim.maybeTaken()) {
            resent.increment();
            LOG.warnf(
                    "The mail about %s is sent again: nobody knows whether attempt %d arrived",
                    event.id(), claim.attempt() - 1);
        }
        return attempt(event, letter, contact)
                .onFailure()
                .call(failure -> release(event, claim, failure))
                .chain(outcome -> settle(event, letter, outcome));
    }

    private Uni<Outcome> attempt(Event event, Letter letter, Contact contact) {
        String messageId = "<" + event.id() + "@" + domain + ">";
        return Rendering.render(letter, contact)
                .map(rendered -> new Mail()
                        .addTo(contact.email())
                        .setSubject(rendered.subject())
                        .setHtml(rendered.html())
                        .setText(rendered.text())
                        .addHeader("Message-ID", messageId))
                .chain(server::send)
                .<Outcome>map(taken -> new Outcome.Sent(messageId))
                .onFailure(MailRefusedException.class)
                .recoverWithItem(refusal -> new Outcome.Failed(messageId, refusal.getMessage()));
    }

    private Uni<Void> release(Event event, Claim.Granted claim, Throwable failure) {
        return claims.release(event, claim, !MailServer.provesUnsent(failure))
                .onFailure()
                .invoke(e -> LOG.warnf("The mail about %s stays leased: %s", event.id(), e.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** Whoever dies before the mail is shown finds it settled when the event comes again, and shows it then. */
    private Uni<Void> settle(Event event, Letter letter, Outcome outcome) {
        return claims.settle(event, letter, outcome)
                .invoke(settled -> settled.ifPresent(told -> metrics.counter(
                                "stage5.mails", "kind", letter.kind().word(), "outcome", outcome.status())
                        .increment()))
                .chain(settled -> settled.map(Uni.createFrom()::item).orElseGet(() -> claims.told(event)))
                .chain(sent::show);
    }
}
