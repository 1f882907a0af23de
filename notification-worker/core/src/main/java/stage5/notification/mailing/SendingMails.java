package stage5.notification.mailing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.quarkus.mailer.Mail;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.MessageOutcome;
import stage5.kit.web.vertx.VertxContexts;
import stage5.notification.NotificationConfig;
import stage5.notification.content.MailDraft;
import stage5.notification.content.MailDrafts;
import stage5.notification.content.MailRendering;
import stage5.notification.domain.ContactDetails;
import stage5.notification.history.MailHistory;
import stage5.notification.mailing.MailClaims.Claim;
import stage5.notification.smtp.MailRefusedException;
import stage5.notification.smtp.SmtpClient;

/**
 * Sends one mail per event, however often the event is delivered. One gap remains, because SMTP has no transactions: the
 * process may crash, or lose the connection, after the server has accepted the mail and before this is stored. Then the
 * mail is sent again with the same Message-ID, so that a mailbox can detect the duplicate (<a
 * href="https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4">RFC 5322, 3.6.4</a>). The counter {@code
 * stage5.mails.resent} counts these cases.
 *
 * <p>How its lease interacts with other limits: {@link LeaseExtension} extends the lease from the claim until the outcome is
 * stored. Storing is retried until it succeeds, so an unavailable DynamoDB does not lead to a second mail. Another delivery
 * of the event waits meanwhile, for the time of one dialogue at most. Then it fails, and the queue delivers it again.
 */
@ApplicationScoped
class SendingMails {

    private static final Logger LOG = Logger.getLogger(SendingMails.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);
    private static final double JITTER = 0.5;

    private final MailClaims claims;
    private final SmtpClient smtp;
    private final MailHistory history;
    private final Clock clock;
    private final NotificationConfig config;
    private final MeterRegistry metrics;
    private final Counter resent;

    SendingMails(
            MailClaims claims,
            SmtpClient smtp,
            MailHistory history,
            Clock clock,
            NotificationConfig config,
            MeterRegistry metrics) {
        this.claims = claims;
        this.smtp = smtp;
        this.history = history;
        this.clock = clock;
        this.config = config;
        this.metrics = metrics;
        this.resent = metrics.counter("stage5.mails.resent");
    }

    /** Completes once the mail for the event is sent or permanently refused; fails if the event must be retried. */
    Uni<Void> send(Event event, ContactDetails contact) {
        MailDraft draft = MailDrafts.of(event);
        Instant waitUntil = clock.instant().plus(config.dialogueTimeout());
        return VertxContexts.subscribeOnCurrent(Uni.createFrom().deferred(() -> claimAndSend(event, draft, contact)))
                .onFailure(failure ->
                        failure instanceof MailBusyException && clock.instant().isBefore(waitUntil))
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .withJitter(JITTER)
                .indefinitely();
    }

    private Uni<Void> claimAndSend(Event event, MailDraft draft, ContactDetails contact) {
        return claims.claim(event).chain(claim -> switch (claim) {
            case Claim.Settled() ->
                claims.publishedFor(event).invoke(MessageOutcome::duplicate).chain(history::add);
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
        LeaseExtension extension = new LeaseExtension(config.lease(), () -> claims.extend(event, claim));
        return Uni.createFrom()
                .deferred(() -> attempt(event, draft, contact))
                .onFailure()
                .call(failure -> {
                    extension.stop();
                    return release(event, claim, failure);
                })
                .chain(outcome -> store(event, draft, outcome))
                .onTermination()
                .invoke(extension::stop)
                .chain(history::add);
    }

    private Uni<MailOutcome> attempt(Event event, MailDraft draft, ContactDetails contact) {
        Context caller = Context.current();
        String messageId = "<" + event.id() + "@" + config.messageIdDomain() + ">";
        return MailRendering.render(draft)
                .map(rendered -> new Mail()
                        .addTo(contact.email())
                        .setSubject(rendered.subject())
                        .setHtml(rendered.html())
                        .setText(rendered.text())
                        .addHeader("Message-ID", messageId))
                .chain(mail -> smtp.send(mail, caller))
                .<MailOutcome>map(accepted -> new MailOutcome.Sent(messageId))
                .onFailure(MailRefusedException.class)
                .recoverWithItem(
                        refusal -> new MailOutcome.Failed(messageId, ((MailRefusedException) refusal).reply()));
    }

    private Uni<Void> release(Event event, Claim.Granted claim, Throwable failure) {
        return claims.release(event, claim, !SmtpClient.provesUnsent(failure))
                .onFailure()
                .invoke(e -> LOG.warnf(
                        "The lease of the mail for event %s could not be released: %s", event.id(), e.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /**
     * Completes with the event about the outcome once it is stored. Retries until then: the outcome is known only here. A
     * crash before the read model is updated is repaired by the next delivery, which finds the mail settled.
     */
    private Uni<Event> store(Event event, MailDraft draft, MailOutcome outcome) {
        return VertxContexts.subscribeOnCurrent(Uni.createFrom().deferred(() -> settle(event, draft, outcome)))
                .onFailure(SendingMails::mayPass)
                .invoke(e -> LOG.warnf(
                        "The outcome \"%s\" of the mail for event %s is not stored yet, retrying: %s",
                        outcome.status(), event.id(), e.toString()))
                .onFailure(SendingMails::mayPass)
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .withJitter(JITTER)
                .indefinitely();
    }

    /** Returns whether a retry may help: exceptions of {@code java.lang} are programming errors. */
    private static boolean mayPass(Throwable failure) {
        return !failure.getClass().getPackageName().equals("java.lang");
    }

    private Uni<Event> settle(Event event, MailDraft draft, MailOutcome outcome) {
        return claims.settle(event, draft, outcome)
                .invoke(settled -> settled.ifPresent(published -> metrics.counter(
                                "stage5.mails", "kind", draft.kind().word(), "outcome", outcome.status())
                        .increment()))
                .chain(settled -> settled.map(Uni.createFrom()::item).orElseGet(() -> claims.publishedFor(event)));
    }
}
