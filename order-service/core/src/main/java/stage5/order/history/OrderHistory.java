package stage5.order.history;

import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.projection.ItemGenerations;
import stage5.kit.events.projection.ItemGenerations.Entry;
import stage5.kit.events.projection.ItemReadModel;
import stage5.kit.events.projection.Projections;
import stage5.kit.web.page.Cursor;
import stage5.kit.web.page.Page;
import stage5.order.store.OrderData;

/**
 * The read model {@code history}: the orders of each customer, newest first, in a table of its own. Each event of an order is
 * an item of its own. Order events carry the whole order, so the item of the newest event shows the order.
 *
 * <p>An item per event is always written with the same content. So duplicates and events out of order need no condition, and
 * a batch of events is one call at the price of single puts. A transaction with conditions would cost twice as much. An order
 * has at most {@value #EVENTS_PER_ORDER} events, so a page reads at most twice as many items as it shows orders.
 */
@ApplicationScoped
public class OrderHistory implements ItemReadModel {

    private static final String EVENT = "event";

    /** Before the event's sequence in a sort key. */
    private static final char SEQUENCE = '#';

    private static final String MILLIS = "%013d#";

    private static final int TIME_ORDERED = 7; // the UUID version

    private static final int EVENTS_PER_ORDER = 2;

    private final Dynamo dynamo;
    private final Projections projections;
    private final String table;
    private final ItemGenerations items;

    OrderHistory(
            Dynamo dynamo, Projections projections, @ConfigProperty(name = "stage5.order.view-table") String table) {
        this.dynamo = dynamo;
        this.projections = projections;
        this.table = table;
        this.items = new ItemGenerations(dynamo, table, "history");
    }

    @Override
    public ItemGenerations items() {
        return items;
    }

    @Override
    public Uni<Boolean> project(long generation, Event event) {
        Entry entry = entry(event);
        return items.put(generation, entry.owner(), entry.id(), entry.sequence(), entry.attributes());
    }

    @Override
    public Uni<List<Event>> projectAll(long generation, List<Event> events) {
        return items.putAll(generation, events.stream().map(OrderHistory::entry).toList())
                .replaceWith(events);
    }

    private static Entry entry(Event event) {
        OrderData order = EventCodec.data(event, OrderData.class);
        return new Entry(
                order.customerId(),
                position(order) + SEQUENCE + event.sequence(),
                event.sequence(),
                Map.of("status", s(order.status()), EVENT, s(EventCodec.write(event))));
    }

    /**
     * Completes with a page of a customer's orders, newest first.
     *
     * @param cursor {@code next} of the previous page, or null for the first page
     */
    Uni<Page<OrderSummary>> page(String customerId, int limit, String cursor) {
        String before = cursor == null ? null : Cursor.parts(cursor, 1).getFirst();
        return projections
                .activeGeneration(this)
                .chain(generation -> dynamo.query(query -> from(query, items.partition(generation, customerId), before)
                        .limit(limit * EVENTS_PER_ORDER
                                + 1))) // one more than needed shows whether there is a next page
                .map(found -> page(found, limit));
    }

    private QueryRequest.Builder from(QueryRequest.Builder query, String partition, String before) {
        query.tableName(table).scanIndexForward(false);
        return before == null
                ? query.keyConditionExpression("pk = :pk").expressionAttributeValues(Map.of(":pk", s(partition)))
                : query.keyConditionExpression("pk = :pk AND sk < :before")
                        .expressionAttributeValues(Map.of(":pk", s(partition), ":before", s(before)));
    }

    private static Page<OrderSummary> page(QueryResponse found, int limit) {
        Map<String, Event> newest = new LinkedHashMap<>();
        found.items()
                .forEach(item -> newest.merge(
                        position(string(item, SK)),
                        EventCodec.read(string(item, EVENT)),
                        (a, b) -> a.sequence() > b.sequence() ? a : b));
        List<String> shown = newest.keySet().stream().limit(limit).toList();
        List<OrderSummary> orders = shown.stream()
                .map(position -> OrderSummary.of(EventCodec.data(newest.get(position), OrderData.class)))
                .toList();
        return new Page<>(orders, next(found, shown, newest.size() > limit));
    }

    /**
     * Returns the cursor of the next page; null after the last one. DynamoDB ends a page after 1 MB, so fewer items than
     * requested may have successors, too (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html">LastEvaluatedKey</a>).
     */
    private static String next(QueryResponse found, List<String> shown, boolean hasMoreOrders) {
        if (hasMoreOrders) {
            return Cursor.of(shown.getLast());
        }
        return found.hasLastEvaluatedKey() ? Cursor.of(position(string(found.lastEvaluatedKey(), SK))) : null;
    }

    /**
     * Returns what the sort keys of an order's items begin with. It sorts by the time of placing. Orders of earlier releases
     * have ids that do; those begin with a 0 until the year 2527, so they sort before the milliseconds of today.
     */
    private static String position(OrderData order) {
        return UUID.fromString(order.orderId()).version() == TIME_ORDERED
                ? order.orderId()
                : MILLIS.formatted(order.placedAt().toEpochMilli()) + order.orderId();
    }

    private static String position(String sortKey) {
        int end = sortKey.lastIndexOf(SEQUENCE);
        return end < 0 ? sortKey : sortKey.substring(0, end);
    }
}
