package stage5.order.history;

import static stage5.kit.dynamo.Attributes.PK;
import static stage5.kit.dynamo.Attributes.SK;
import static stage5.kit.dynamo.Attributes.n;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.page.Cursor;
import stage5.kit.page.Page;
import stage5.order.log.OrderData;

/**
 * The customers' orders, newest first: a read model in a table of its own, one item per order. Order events carry the
 * whole order, so the newest is the item, and an older one changes nothing.
 */
@ApplicationScoped
class History {

    private static final String EVENT = "event";

    private final Dynamo dynamo;
    private final String table;

    History(Dynamo dynamo, @ConfigProperty(name = "stage5.order.view-table") String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /** Returns when the history shows the order as of this event, or newer. */
    Uni<Void> project(Event event) {
        OrderData order = EventCodec.data(event, OrderData.class);
        Map<String, AttributeValue> item = Map.of(
                PK,
                s(partition(order.customerId())),
                SK,
                s(order.orderId()),
                "sequence",
                n(event.sequence()),
                "status",
                s(order.status()),
                EVENT,
                s(EventCodec.write(event)));
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk) OR #sequence < :sequence")
                        .expressionAttributeNames(Map.of("#sequence", "sequence"))
                        .expressionAttributeValues(Map.of(":sequence", n(event.sequence())))))
                // What is shown is as new or newer: a duplicate, or a late one.
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    /**
     * Returns a page of a customer's orders, newest first; ids are time-ordered, so their order is that of placing.
     *
     * @param cursor the next of the page before, or null for the first
     */
    Uni<Page<OrderSummary>> page(String customerId, int limit, String cursor) {
        String before = cursor == null ? null : Cursor.parts(cursor, 1).getFirst();
        return dynamo.query(
                        query -> from(query, customerId, before).limit(limit + 1)) // one more: is there a next page?
                .map(found -> page(found.items(), limit));
    }

    private QueryRequest.Builder from(QueryRequest.Builder query, String customerId, String before) {
        query.tableName(table).scanIndexForward(false);
        String partition = partition(customerId);
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

    private static String partition(String customerId) {
        return "customer/" + customerId;
    }
}
