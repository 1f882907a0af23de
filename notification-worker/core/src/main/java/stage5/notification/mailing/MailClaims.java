package stage5.notification.mailing;

import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.n;
import static stage5.kit.dynamo.Attributes.number;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

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
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventFactory;
import stage5.kit.store.ConditionsFailed;
import stage5.kit.store.EventStore;
import stage5.notification.NotificationConfig;
import stage5.notification.event.NotificationData;
import stage5.notification.letter.Letter;

/**
 * Who may send the mail about an event, and what came of it: item {@code notification/{eventId} MAIL}, with status
 * {@code sending} (under a lease), {@code sent} or {@code failed}.
 */
@ApplicationScoped
class MailClaims {

    private static final String MAIL = "MAIL";
    private static final String SENDING = "sending";
    private static final int TOLD = 1; // the sequence of the one event about a mail
    private static final Map<String, String> STATUS = Map.of("#status", "status");

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

    /** Returns whether the caller may send the mail now; of several who ask at once, one may. */
    Uni<Claim> claim(Event event, Letter letter) {
        Instant now = clock.instant();
        return dynamo.call(c -> c.updateItem(update -> update.tableName(events.table())
                        .key(mailKey(event))
                        .updateExpression("SET #status = :sending, customerId = :customer, kind = :kind,"
                                + " leaseUntil = :until, maybeTaken = :yes ADD attempts :one")
                        .conditionExpression("attribute_not_exists(pk) OR (#status = :sending AND leaseUntil < :now)")
                        .expressionAttributeNames(STATUS)
                        .expressionAttributeValues(Map.of(
                                ":sending", s(SENDING),
                                ":customer", s(letter.customerId()),
                                ":kind", s(letter.kind().word()),
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
     * Returns when somebody may send the mail again at once; the lease, should this fail, ends by itself.
     *
     * @param maybeTaken whether a mail server may have taken the mail already
     */
    Uni<Void> release(Event event, Claim.Granted claim, boolean maybeTaken) {
        return dynamo.call(c -> c.updateItem(update -> update.tableName(events.table())
                        .key(mailKey(event))
                        .updateExpression("SET leaseUntil = :past, maybeTaken = :maybe")
                        .conditionExpression("#status = :sending AND attempts = :mine")
                        .expressionAttributeNames(STATUS)
                        .expressionAttributeValues(Map.of(
                                ":past", n(0),
                                ":maybe", AttributeValue.fromBool(maybeTaken),
                                ":sending", s(SENDING),
                                ":mine", n(claim.attempt())))))
                .replaceWithVoid()
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithNull();
    }

    /** Returns the event that tells what became of the mail; empty where somebody else settled it before. */
    Uni<Optional<Event>> settle(Event event, Letter letter, Outcome outcome) {
        Event told = factory.because(event, outcome.eventType(), subject(event), TOLD, data(event, letter, outcome));
        return events.change()
                .update(MAIL, update -> update.key(mailKey(event))
                        .updateExpression("SET #status = :status, messageId = :message, settledAt = :now"
                                + " REMOVE leaseUntil, maybeTaken")
                        .conditionExpression("#status = :sending")
                        .expressionAttributeNames(STATUS)
                        .expressionAttributeValues(Map.of(
                                ":status", s(outcome.status()),
                                ":sending", s(SENDING),
                                ":message", s(outcome.messageId()),
                                ":now", s(told.time().toString()))))
                .append(told)
                .commit()
                .replaceWith(Optional.of(told))
                .onFailure(ConditionsFailed.class)
                .recoverWithItem(Optional.empty());
    }

    /** Returns the event that told what became of a mail that is settled. */
    Uni<Event> told(Event event) {
        return events.read(subject(event), TOLD).map(Optional::orElseThrow);
    }

    private static Claim granted(Map<String, AttributeValue> before) {
        if (before.isEmpty()) {
            return new Claim.Granted(1, false);
        }
        return new Claim.Granted(
                number(before, "attempts") + 1, before.get("maybeTaken").bool());
    }

    private static Claim denied(Map<String, AttributeValue> mail) {
        return SENDING.equals(string(mail, "status")) ? new Claim.Busy() : new Claim.Settled();
    }

    private static NotificationData data(Event event, Letter letter, Outcome outcome) {
        return new NotificationData(
                letter.customerId(),
                letter.kind().word(),
                event.id(),
                outcome.messageId(),
                outcome.reason().orElse(null));
    }

    private static Map<String, AttributeValue> mailKey(Event event) {
        return key(subject(event), MAIL);
    }

    private static String subject(Event event) {
        return "notification/" + event.id();
    }

    /** Whether a mail may be sent. */
    sealed interface Claim {

        /**
         * It may, until the lease ends.
         *
         * @param attempt counts the claims of this mail, from 1
         * @param maybeTaken whether a mail server may have taken an earlier attempt's mail
         */
        record Granted(long attempt, boolean maybeTaken) implements Claim {}

        /** Somebody else is sending it, or has died in the attempt; the lease will tell. */
        record Busy() implements Claim {}

        /** It was sent, or has failed for good. */
        record Settled() implements Claim {}
    }
}
