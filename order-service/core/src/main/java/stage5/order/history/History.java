package stage5.order.history;

import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.page.Cursor;
import stage5.kit.page.Page;
import stage5.kit.view.ItemGenerations;
import stage5.kit.view.ItemReadModel;
import stage5.kit.view.Views;
import stage5.order.log.OrderData;

/**
 * The customers' orders, newest first: a read model in a table of its own, one item per order and generation. Order
 * events carry the whole order, so the newest is the item, and an older one changes nothing.
 */
@ApplicationScoped
class History implements ItemReadModel {

    private static final String EVENT = "event";

    private final Dynamo dynamo;
    private final Views views;
    private final String table;
    private final ItemGenerations items;

    History(Dynamo dynamo, Views views, @ConfigProperty(name = "stage5.order.view-table") String table) {
        this.dynamo = dynamo;
        this.views = views;
        this.table = table;
        this.items = new ItemGenerations(dynamo, table, "history");
    }

    @Override
    public ItemGenerations items() {
        return items;
    }

    @Override
    public Uni<Boolean> project(long generation, Event event) {
        OrderData order = EventCodec.data(event, OrderData.class);
        return items.put(
                generation,
                order.customerId(),
                order.orderId(),
                event.sequence(),
                Map.of("status", s(order.status()), EVENT, s(EventCodec.write(event))));
    }

    /**
     * Returns a page of a customer's orders, newest first; ids are time-ordered, so their order is that of placing.
     *
     * @param cursor the next of the page before, or null for the first
     */
    Uni<Page<OrderSummary>> page(String customerId, int limit, String cursor) {
        String before = cursor == null ? null : Cursor.parts(cursor, 1).getFirst();
        return views.current(this)
                .chain(generation -> dynamo.query(query -> from(query, items.partition(generation, customerId), before)
                        .limit(limit + 1))) // one more: is there a next page?
                .map(found -> page(found.items(), limit));
    }

    private QueryRequest.Builder from(QueryRequest.Builder query, String partition, String before) {
        query.tableName(table).scanIndexForward(false);
        return before == null
                ? query.keyConditionExpression("pk = :pk").expressionAttributeValues(Map.of(":pk", s(partition)))
                : query.keyConditionExpression("pk = :pk AND sk < :before")
                        .expressionAttributeValues(Map.of(":pk", s(partition), ":before", s(before)));
    }

    private static Page<OrderSummary> page(List<Map<String, AttributeValue>> items, int limit) {
        List<OrderSummary> orders = items.stream()
                .limit(limit)
                .map(item -> EventCodec.data(EventCodec.read(string(item, EVENT)), OrderData.class))
                .map(OrderSummary::of)
                .toList();
        return new Page<>(
                orders, items.size() > limit ? Cursor.of(orders.getLast().id()) : null);
    }
}
