package stage5.notification.sent;

import static stage5.kit.dynamo.Attributes.SK;
import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.page.Cursor;
import stage5.kit.page.Page;
import stage5.kit.store.EventStore;
import stage5.notification.contact.Contacts;

/** The mails of a customer, beside her contact: items {@code customer/{id} MAIL#{eventId}}, whose ids sort by time. */
@ApplicationScoped
class SentMails {

    private static final String PREFIX = "MAIL#";

    private final Dynamo dynamo;
    private final EventStore events;

    SentMails(Dynamo dynamo, EventStore events) {
        this.dynamo = dynamo;
        this.events = events;
    }

    /**
     * Returns a page of the customer's mails, newest first.
     *
     * @param cursor where the page before ended, or null for the first
     */
    Uni<Page<SentMail>> page(String customerId, int limit, String cursor) {
        String partition = Contacts.partition(customerId);
        Map<String, AttributeValue> start = cursor == null
                ? null
                : key(partition, PREFIX + Cursor.parts(cursor, 1).getFirst());
        return dynamo.query(query -> query.tableName(events.table())
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :mail)")
                        .expressionAttributeValues(Map.of(":pk", s(partition), ":mail", s(PREFIX)))
                        .scanIndexForward(false)
                        .exclusiveStartKey(start)
                        .limit(limit))
                .map(SentMails::page);
    }

    private static Page<SentMail> page(QueryResponse response) {
        return new Page<>(
                response.items().stream().map(SentMails::mail).toList(),
                response.hasLastEvaluatedKey()
                        ? Cursor.of(string(response.lastEvaluatedKey(), SK).substring(PREFIX.length()))
                        : null);
    }

    private static SentMail mail(Map<String, AttributeValue> item) {
        return new SentMail(
                string(item, "eventId"),
                string(item, "kind"),
                string(item, "subject"),
                string(item, "status"),
                Instant.parse(string(item, "settledAt")),
                string(item, "messageId"),
                item.containsKey("reason") ? string(item, "reason") : null);
    }
}
