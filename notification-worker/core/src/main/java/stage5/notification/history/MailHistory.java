package stage5.notification.history;

import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.projection.GatheredProjection;
import stage5.kit.events.projection.ItemGenerations;
import stage5.kit.events.projection.ItemGenerations.Entry;
import stage5.kit.events.projection.ItemReadModel;
import stage5.kit.events.projection.Projections;
import stage5.kit.events.store.EventStore;
import stage5.kit.web.page.Cursor;
import stage5.kit.web.page.Page;
import stage5.notification.NotificationConfig;
import stage5.notification.domain.MailKind;
import stage5.notification.event.NotificationData;

/**
 * The read model {@code mails}: the mails of each customer, built from this service's own events. Each mail is one item per
 * generation, keyed by the id of the event that caused it. These ids sort by time. Mails of a kind that version 1 of the HTTP
 * API does not list are left out, because its list of kinds is closed.
 */
@ApplicationScoped
public class MailHistory implements ItemReadModel {

    private static final String EVENT = "event";

    private final Dynamo dynamo;
    private final Projections projections;
    private final String table;
    private final ItemGenerations items;
    private final GatheredProjection gathered;

    MailHistory(
            Dynamo dynamo, EventStore events, Projections projections, EventTrace trace, NotificationConfig config) {
        this.dynamo = dynamo;
        this.projections = projections;
        this.table = events.table();
        this.items = new ItemGenerations(dynamo, table, "mails");
        this.gathered = new GatheredProjection(projections, this, trace, config.historyGather());
    }

    @Override
    public ItemGenerations items() {
        return items;
    }

    @Override
    public Uni<Boolean> project(long generation, Event event) {
        return projectAll(generation, List.of(event)).map(changed -> !changed.isEmpty());
    }

    /** A mail has one event, so its item is always put with the same content. */
    @Override
    public Uni<List<Event>> projectAll(long generation, List<Event> events) {
        List<Event> listed = events.stream().filter(MailHistory::isListed).toList();
        return items.putAll(generation, listed.stream().map(MailHistory::entry).toList())
                .replaceWith(listed);
    }

    private static boolean isListed(Event event) {
        return MailKind.of(EventCodec.data(event, NotificationData.class).kind())
                .isOfVersion1();
    }

    private static Entry entry(Event event) {
        NotificationData mail = EventCodec.data(event, NotificationData.class);
        return new Entry(
                mail.customerId(), mail.eventId(), event.sequence(), Map.of(EVENT, s(EventCodec.write(event))));
    }

    /**
     * Completes once the customer's history contains the outcome of a mail.
     *
     * @param published the event that published the outcome
     */
    public Uni<Void> add(Event published) {
        return gathered.add(published);
    }

    /**
     * Completes with a page of the customer's mails, newest first.
     *
     * @param cursor {@code next} of the previous page, or null for the first page
     */
    Uni<Page<MailSummary>> page(String customerId, int limit, String cursor) {
        return projections
                .activeGeneration(this)
                .chain(generation -> pageOf(items.partition(generation, customerId), limit, cursor));
    }

    private Uni<Page<MailSummary>> pageOf(String partition, int limit, String cursor) {
        Map<String, AttributeValue> start =
                cursor == null ? null : key(partition, Cursor.parts(cursor, 1).getFirst());
        return dynamo.query(query -> query.tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", s(partition)))
                        .scanIndexForward(false)
                        .exclusiveStartKey(start)
                        .limit(limit))
                .map(MailHistory::page);
    }

    private static Page<MailSummary> page(QueryResponse response) {
        return new Page<>(
                response.items().stream()
                        .map(item -> MailSummary.of(EventCodec.read(string(item, EVENT))))
                        .toList(),
                response.hasLastEvaluatedKey() ? Cursor.of(string(response.lastEvaluatedKey(), SK)) : null);
    }
}
