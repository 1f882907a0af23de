package stage5.notification.sent;

import static stage5.kit.dynamo.Attributes.SK;
import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.page.Cursor;
import stage5.kit.page.Page;
import stage5.kit.store.EventStore;
import stage5.kit.view.ItemGenerations;
import stage5.kit.view.ItemReadModel;
import stage5.kit.view.Views;
import stage5.notification.event.NotificationData;

/**
 * The mails by customer: a read model of what this service tells of them, one item per mail and generation, under the id
 * of the event that the mail is about. These ids sort by time.
 */
@ApplicationScoped
public class SentMails implements ItemReadModel {

    private static final String EVENT = "event";

    private final Dynamo dynamo;
    private final Views views;
    private final String table;
    private final ItemGenerations items;

    SentMails(Dynamo dynamo, EventStore events, Views views) {
        this.dynamo = dynamo;
        this.views = views;
        this.table = events.table();
        this.items = new ItemGenerations(dynamo, table, "mails");
    }

    @Override
    public ItemGenerations items() {
        return items;
    }

    @Override
    public Uni<Boolean> project(long generation, Event event) {
        NotificationData mail = EventCodec.data(event, NotificationData.class);
        return items.put(
                generation,
                mail.customerId(),
                mail.eventId(),
                event.sequence(),
                Map.of(EVENT, s(EventCodec.write(event))));
    }

    /**
     * Returns when the customer's mails show what became of one.
     *
     * @param told the event that says so
     */
    public Uni<Void> show(Event told) {
        return views.project(this, told);
    }

    /**
     * Returns a page of the customer's mails, newest first.
     *
     * @param cursor where the page before ended, or null for the first
     */
    Uni<Page<SentMail>> page(String customerId, int limit, String cursor) {
        return views.current(this).chain(generation -> pageOf(items.partition(generation, customerId), limit, cursor));
    }

    private Uni<Page<SentMail>> pageOf(String partition, int limit, String cursor) {
        Map<String, AttributeValue> start =
                cursor == null ? null : key(partition, Cursor.parts(cursor, 1).getFirst());
        return dynamo.query(query -> query.tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", s(partition)))
                        .scanIndexForward(false)
                        .exclusiveStartKey(start)
                        .limit(limit))
                .map(SentMails::page);
    }

    private static Page<SentMail> page(QueryResponse response) {
        return new Page<>(
                response.items().stream()
                        .map(item -> SentMail.of(EventCodec.read(string(item, EVENT))))
                        .toList(),
                response.hasLastEvaluatedKey() ? Cursor.of(string(response.lastEvaluatedKey(), SK)) : null);
    }
}
