package stage5.notification.mailing;

import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.events.store.EventStore;
import stage5.notification.NotificationConfig;
import stage5.notification.content.MailDraft;
import stage5.notification.event.NotificationData;

/**
 * Grants one process at a time the right to send the mail for an event, and stores the outcome. A mail is the item of the
 * only event about it: status {@code sending} under a lease, and no event yet; then {@code sent} or {@code failed}, with the
 * event. So one conditional update stores the outcome and its event.
 */
@ApplicationScoped
class MailClaims {

    private static final String MAIL = "mail";
    private static final String SENDING = "sending";
    private static final String STATUS = "status";
    private static final int SEQUENCE = 1; // each mail has exactly one event
    private static final Map<String, String> NAMES = Map.of("#status", STATUS);

    private final Dynamo dynamo;
    private final EventStore events;
    private final EventFactory factory;
    private final Clock clock;
    private final Duration lease;

    MailClaims(Dynamo dynamo, EventStore events, EventFactory factory, Clock clock, NotificationConfig config) {
        this.dynamo = dynamo;
        this.events = events;
        this.factory = factory;
        this.clock = clock;
        this.lease = config.lease();
    }

    /** Completes with whether the caller may send the mail now; of concurrent callers, one may. */
    Uni<Claim> claim(Event event) {
        Instant now = clock.instant();
        return dynamo.call(c -> c.updateItem(update -> update.tableName(events.table())
                        .key(mailKey(event))
                        .updateExpression(
                                "SET #status = :sending, leaseUntil = :until, maybeTaken = :yes ADD attempts :one")
                        .conditionExpression("attribute_not_exists(pk) OR (#status = :sending AND leaseUntil < :now)")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(Map.of(
                                ":sending", s(SENDING),
                                ":until", n(now.plus(lease).toEpochMilli()),
                                ":now", n(now.toEpochMilli()),
                                ":yes", AttributeValue.fromBool(true),
                                ":one", n(1)))
                        .returnValues(ReturnValue.ALL_OLD)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .map(response -> granted(response.attributes()))
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithItem(e -> denied(e.item()));
    }

    /**
     * Completes with true once the lease of the claim is extended; false if the mail is settled or another process has
     * claimed it.
     */
    Uni<Boolean> extend(Event event, Claim.Granted claim) {
        return dynamo.call(c -> c.updateItem(update -> update.tableName(events.table())
                        .key(mailKey(event))
                        .updateExpression("SET leaseUntil = :until")
                        .conditionExpression("#status = :sending AND attempts = :mine")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(Map.of(
                                ":until", n(clock.instant().plus(lease).toEpochMilli()),
                                ":sending", s(SENDING),
                                ":mine", n(claim.attempt())))))
                .replaceWith(true)
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithItem(false);
    }

    /**
     * Ends the lease early: completes once another process may send the mail. If this fails, the lease expires later.
     *
     * @param maybeAccepted whether the mail server may have accepted the mail
     */
    Uni<Void> release(Event event, Claim.Granted claim, boolean maybeAccepted) {
        return dynamo.call(c -> c.updateItem(update -> update.tableName(events.table())
                        .key(mailKey(event))
                        .updateExpression("SET leaseUntil = :past, maybeTaken = :maybe")
                        .conditionExpression("#status = :sending AND attempts = :mine")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(Map.of(
                                ":past", n(0),
                                ":maybe", AttributeValue.fromBool(maybeAccepted),
                                ":sending", s(SENDING),
                                ":mine", n(claim.attempt())))))
                .replaceWithVoid()
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithNull();
    }

    /**
     * Stores the outcome with its event. Completes with that event, or empty if it was stored before: by another process, or
     * by an attempt whose response was lost.
     */
    Uni<Optional<Event>> settle(Event event, MailDraft draft, MailOutcome outcome) {
        Event published = factory.because(
                event, outcome.eventType(draft.kind()), subject(event), SEQUENCE, data(event, draft, outcome));
        return events.commit(events.change()
                        .withoutToken()
                        .update(MAIL, update -> update.key(mailKey(event))
                                .updateExpression("SET #status = :status, #eventId = :eventId, #event = :event"
                                        + " REMOVE leaseUntil, maybeTaken")
                                .conditionExpression("#status = :sending")
                                .expressionAttributeNames(Map.of(
                                        "#status", STATUS, "#eventId", EventItems.EVENT_ID, "#event", EventItems.EVENT))
                                .expressionAttributeValues(Map.of(
                                        ":status", s(outcome.status()),
                                        ":sending", s(SENDING),
                                        ":eventId", s(published.id()),
                                        ":event", s(EventCodec.write(published)))))
                        .announce(published))
                .replaceWith(Optional.of(published))
                .onFailure(ConditionsFailed.class)
                .recoverWithItem(Optional.empty());
    }

    /** Completes with the event that published the outcome of a settled mail. */
    Uni<Event> publishedFor(Event event) {
        return events.read(subject(event), SEQUENCE).map(Optional::orElseThrow);
    }

    private static Claim granted(Map<String, AttributeValue> before) {
        if (before.isEmpty()) {
            return new Claim.Granted(1, false);
        }
        return new Claim.Granted(
                number(before, "attempts") + 1, before.get("maybeTaken").bool());
    }

    private static Claim denied(Map<String, AttributeValue> mail) {
        return s(SENDING).equals(mail.get(STATUS)) ? new Claim.Busy() : new Claim.Settled();
    }

    private static NotificationData data(Event event, MailDraft draft, MailOutcome outcome) {
        return new NotificationData(
                draft.customerId(),
                draft.kind().word(),
                event.id(),
                outcome.messageId(),
                outcome.reason().orElse(null));
    }

    private static Map<String, AttributeValue> mailKey(Event event) {
        return EventItems.key(subject(event), SEQUENCE);
    }

    private static String subject(Event event) {
        return "notification/" + event.id();
    }

    /** The result of a claim. */
    sealed interface Claim {

        /**
         * The caller may send the mail until the lease expires.
         *
         * @param attempt the number of this claim of the mail, from 1
         * @param maybeAccepted whether the mail server may have accepted the mail in an earlier attempt
         */
        record Granted(long attempt, boolean maybeAccepted) implements Claim {}

        /** Another process holds the lease: it is sending the mail, or has crashed. */
        record Busy() implements Claim {}

        /** The mail was sent, or has failed permanently. */
        record Settled() implements Claim {}
    }
}
