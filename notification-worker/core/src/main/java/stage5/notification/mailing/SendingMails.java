package stage5.notification.mailing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import stage5.kit.events.envelope.Event;
import stage5.notification.NotificationConfig;
import stage5.notification.domain.ContactDetails;
import stage5.notification.content.MailDraft;
import stage5.notification.content.MailDrafts;
import stage5.notification.content.MailRendering;
import stage5.notification.mailing.MailClaims.Claim;
import stage5.notification.history.MailHistory;
import stage5.notification.smtp.MailRefusedException;
import stage5.notification.smtp.SmtpClient;

/**
 * Sends one mail per event, however often the event is delivered. One gap remains, because SMTP has no transactions: the
 * process may crash, or lose the connection, after the server has accepted the mail and before this is stored. Then the
 * mail is sent again with the same Message-ID, so that a mailbox can detect the duplicate (<a
 * href="https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4">RFC 5322, 3.6.4</a>). The counter {@code
 * stage5.mails.resent} counts these cases.
 */
@ApplicationScoped
class SendingMails {

    private static final Logger LOG = Logger.getLogger(SendingMails.class);

    private final MailClaims claims;
    private final SmtpClient smtp;
    private final MailHistory history;
    private final String domain;
    private final MeterRegistry metrics;
    private final Counter resent;

    SendingMails(MailClaims claims, SmtpClient smtp, MailHistory history, NotificationConfig config, MeterRegistry metrics) {
        this.claims = claims;
        this.smtp = smtp;
        this.history = history;
        this.domain = config.messageIdDomain();
        this.metrics = metrics;
        this.resent = metrics.counter("stage5.mails.resent");
    }

    /** Completes once the mail for the event is sent or permanently refused; fails if the event must be retried. */
    Uni<Void> send(Event event, ContactDetails contact) {
        MailDraft draft = MailDrafts.of(event);
        return claims.claim(event, draft).chain(claim -> switch (claim) {
            case Claim.Settled() -> claims.publishedFor(event).chain(history::add);
            case Claim.Busy() -> Uni.createFrom().failure(new MailBusyException(event.id()));
            case Claim.Granted granted -> send(event, draft, contact, granted);
        });
    }

    private Uni<Void> send(Event event, MailDraft draft, ContactDetails contact, Claim.Granted claim) {
        if (claim.maybeAccepted()) {
            resent.increment();
            LOG.warnf(
                    "Sending the mail for event %s again: the outcome of attempt %d is unknown",
                    event.id(), claim.attempt() - 1);
        }
        return attempt(event, draft, contact)
                .onFailure()
                .call(failure -> release(event, claim, failure))
                .chain(outcome -> settle(event, draft, outcome));
    }

    private Uni<MailOutcome> attempt(Event event, MailDraft draft, ContactDetails contact) {
        String messageId = "<" + event.id() + "@" + domain + ">";
        return MailRendering.render(draft, contact)
                .map(rendered -> new Mail()
                        .addTo(contact.email())
                        .setSubject(rendered.subject())
                        .setHtml(rendered.html())
                        .setText(rendered.text())
                        .addHeader("Message-ID", messageId))
                .chain(smtp::send)
                .<MailOutcome>map(accepted -> new MailOutcome.Sent(messageId))
                .onFailure(MailRefusedException.class)
                .recoverWithItem(refusal -> new MailOutcome.Failed(messageId, refusal.getMessage()));
    }

    private Uni<Void> release(Event event, Claim.Granted claim, Throwable failure) {
        return claims.release(event, claim, !SmtpClient.provesUnsent(failure))
                .onFailure()
                .invoke(e -> LOG.warnf("The lease of the mail for event %s could not be released: %s", event.id(), e.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** A crash before the read model is updated is repaired by the next delivery, which finds the mail settled. */
    private Uni<Void> settle(Event event, MailDraft draft, MailOutcome outcome) {
        return claims.settle(event, draft, outcome)
                .invoke(settled -> settled.ifPresent(published -> metrics.counter(
                                "stage5.mails", "kind", draft.kind().word(), "outcome", outcome.status())
                        .increment()))
                .chain(settled -> settled.map(Uni.createFrom()::item).orElseGet(() -> claims.publishedFor(event)))
                .chain(history::add);
    }
}
