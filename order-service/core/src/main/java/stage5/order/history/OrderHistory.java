package stage5.order.history;

import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.projection.ItemGenerations;
import stage5.kit.events.projection.ItemReadModel;
import stage5.kit.events.projection.Projections;
import stage5.kit.web.page.Cursor;
import stage5.kit.web.page.Page;
import stage5.order.store.OrderData;

/**
 * The read model {@code history}: the orders of each customer, newest first, in a table of its own. Each order is one item
 * per generation. Order events carry the whole order, so the item is the newest event and an older event is ignored.
 */
@ApplicationScoped
public class OrderHistory implements ItemReadModel {

    private static final String EVENT = "event";

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
        OrderData order = EventCodec.data(event, OrderData.class);
        return items.put(
                generation,
                order.customerId(),
                order.orderId(),
                event.sequence(),
                Map.of("status", s(order.status()), EVENT, s(EventCodec.write(event))));
    }

    /**
     * Completes with a page of a customer's orders, newest first. Order ids are time-ordered, so they sort by placing.
     *
     * @param cursor {@code next} of the previous page, or null for the first page
     */
    Uni<Page<OrderSummary>> page(String customerId, int limit, String cursor) {
        String before = cursor == null ? null : Cursor.parts(cursor, 1).getFirst();
        return projections
                .activeGeneration(this)
                .chain(generation -> dynamo.query(query -> from(query, items.partition(generation, customerId), before)
                        .limit(limit + 1))) // one more than requested shows whether there is a next page
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
        List<OrderSummary> orders = found.items().stream()
                .limit(limit)
                .map(item -> EventCodec.data(EventCodec.read(string(item, EVENT)), OrderData.class))
                .map(OrderSummary::of)
                .toList();
        return new Page<>(orders, next(found, orders, limit));
    }

    /**
     * Returns the cursor of the next page; null after the last one. DynamoDB ends a page after 1 MB, so fewer items than
     * requested may have successors, too (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html">LastEvaluatedKey</a>).
     */
    private static String next(QueryResponse found, List<OrderSummary> orders, int limit) {
        if (found.items().size() > limit) {
            return Cursor.of(orders.getLast().id());
        }
        return found.hasLastEvaluatedKey() ? Cursor.of(string(found.lastEvaluatedKey(), SK)) : null;
    }
}
