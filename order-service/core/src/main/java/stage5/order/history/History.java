package stage5.order.history;

import static stage5.kit.dynamo.Attributes.PK;
import static stage5.kit.dynamo.Attributes.SK;
import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.n;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.dynamo.ItemPage;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.page.Cursor;
import stage5.kit.page.Page;
import stage5.kit.view.Comparison;
import stage5.kit.view.Entries;
import stage5.kit.view.ReadModel;
import stage5.kit.view.Views;
import stage5.order.log.OrderData;

/**
 * The customers' orders, newest first: a read model in a table of its own, one item per order and generation. Order
 * events carry the whole order, so the newest is the item, and an older one changes nothing.
 */
@ApplicationScoped
class History implements ReadModel {

    /** As many as DynamoDB looks up at once. */
    private static final int PAGE = 100;

    private static final int CONCURRENCY = 16;

    private static final String EVENT = "event";

    private final Dynamo dynamo;
    private final Views views;
    private final String table;

    History(Dynamo dynamo, Views views, @ConfigProperty(name = "stage5.order.view-table") String table) {
        this.dynamo = dynamo;
        this.views = views;
        this.table = table;
    }

    @Override
    public String name() {
        return "history";
    }

    /** A generation is the items that bear its number; there is nothing to create. */
    @Override
    public Uni<Void> create(long generation) {
        return Uni.createFrom().voidItem();
    }

    /** What is in DynamoDB is not lost. */
    @Override
    public Uni<Boolean> exists(long generation) {
        return Uni.createFrom().item(true);
    }

    @Override
    public Uni<Boolean> project(long generation, Event event) {
        OrderData order = EventCodec.data(event, OrderData.class);
        Map<String, AttributeValue> item = Map.of(
                PK,
                s(partition(generation, order.customerId())),
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
                .replaceWith(true)
                // What is shown is as new or newer: a duplicate, or a late one.
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithItem(false);
    }

    @Override
    public Uni<Entries> entries(long generation, String cursor) {
        return items(generation, cursor)
                .map(page -> new Entries(
                        page.items().stream().collect(Collectors.toMap(History::entryKey, History::digest)),
                        page.next()));
    }

    @Override
    public Uni<Map<String, String>> digests(long generation, Collection<String> keys) {
        return Multi.createFrom()
                .iterable(keys)
                .map(key -> itemKey(generation, key))
                .group()
                .intoLists()
                .of(PAGE)
                .onItem()
                .transformToUniAndConcatenate(some -> dynamo.getAll(table, some, true))
                .onItem()
                .<Map<String, AttributeValue>>disjoint()
                .collect()
                .asMap(History::entryKey, History::digest);
    }

    @Override
    public Uni<Boolean> drop(long generation) {
        return dropFrom(generation, null).replaceWith(true);
    }

    private Uni<Void> dropFrom(long generation, String cursor) {
        return items(generation, cursor)
                .call(page -> Multi.createFrom()
                        .iterable(page.items())
                        .onItem()
                        .transformToUni(item -> dynamo.call(c -> c.deleteItem(
                                delete -> delete.tableName(table).key(Map.of(PK, item.get(PK), SK, item.get(SK))))))
                        .merge(CONCURRENCY)
                        .collect()
                        .last())
                .chain(page -> page.next() == null ? Uni.createFrom().voidItem() : dropFrom(generation, page.next()));
    }

    private Uni<ItemPage> items(long generation, String cursor) {
        return dynamo.scan(cursor, scan -> scan.tableName(table)
                .consistentRead(true)
                .limit(PAGE)
                .filterExpression("begins_with(pk, :generation)")
                .expressionAttributeValues(Map.of(":generation", s(prefix(generation)))));
    }

    /**
     * Returns a page of a customer's orders, newest first; ids are time-ordered, so their order is that of placing.
     *
     * @param cursor the next of the page before, or null for the first
     */
    Uni<Page<OrderSummary>> page(String customerId, int limit, String cursor) {
        String before = cursor == null ? null : Cursor.parts(cursor, 1).getFirst();
        return views.current(this)
                .chain(generation -> dynamo.query(query -> from(query, partition(generation, customerId), before)
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

    private static String partition(long generation, String customerId) {
        return prefix(generation) + customerId;
    }

    private static String prefix(long generation) {
        return "history/" + generation + "/";
    }

    /** Returns what the item's keys are without its generation: customer and order. */
    private static String entryKey(Map<String, AttributeValue> item) {
        return string(item, PK).split("/", 3)[2] + "/" + string(item, SK);
    }

    private static Map<String, AttributeValue> itemKey(long generation, String entryKey) {
        int order = entryKey.lastIndexOf('/') + 1;
        return key(partition(generation, entryKey.substring(0, order - 1)), entryKey.substring(order));
    }

    private static String digest(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> content = new TreeMap<>(item);
        content.remove(PK);
        return Comparison.digest(content.toString());
    }
}
