package stage5.order.saga;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.events.store.EventStore;
import stage5.order.domain.Saga;
import stage5.order.domain.SagaState;
import stage5.order.store.OrderStore;

/**
 * Stores sagas in the partition of their order. The first version of a saga consists of attributes of the order's first event;
 * a later one is an item of its own. So an order that is confirmed without an incident has no saga item. {@link DueSagaItems}
 * sorts the sagas by the time of their next step. Every change of a saga is conditional on the version that was read.
 */
@ApplicationScoped
public class SagaStore {

    /** The label of the condition that a saga is unchanged since it was read. */
    static final String SAGA = "saga";

    private static final String DUE = "due";
    private static final String OPEN = "open";
    private static final String ORDER_ID = "orderId";
    private static final String STATE = "state";
    private static final String PAYMENT_TOKEN = "paymentToken";
    private static final String ATTEMPTS = "attempts";
    private static final String DUE_AT = "dueAt";
    private static final String DEADLINE_AT = "deadlineAt";
    private static final String VERSION = "version";
    private static final String SORT_KEY = "SAGA";
    private static final String PARTITION = "order/";
    private static final long PLACED = 1; // the sequence of the event that places an order
    private static final long SETTLED = 2; // and of the one that settles it

    private final Dynamo dynamo;
    private final EventStore store;
    private final DueSagaItems dueItems;

    SagaStore(Dynamo dynamo, EventStore store, DueSagaItems dueItems) {
        this.dynamo = dynamo;
        this.store = store;
        this.dueItems = dueItems;
    }

    /** Returns the numbers of all shards of due sagas. */
    List<Integer> shards() {
        return dueItems.shards();
    }

    /**
     * Completes with the order and its saga, or empty if there is no such order; strongly consistent. Fails with {@link
     * UnreadableSagaException} if the saga cannot be decoded.
     *
     * <p>The query reads backwards: the saga first, then the events. A query and a transaction are not isolated from each
     * other (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-isolation">read-committed</a>).
     * If the order is settled during the query, the result may be a settled order with the saga that it had before, or without
     * the one that remains. In the other direction it could be an open order with a saga that voids its charge.
     */
    public Uni<Optional<OrderAndSaga>> find(String orderId) {
        String partition = PARTITION + orderId;
        return dynamo.queryAll(query -> query.tableName(store.table())
                        .consistentRead(true)
                        .scanIndexForward(false)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", s(partition))))
                .map(items -> items.isEmpty() ? Optional.empty() : Optional.of(orderAndSaga(items)));
    }

    /**
     * Completes with the order and its saga as they were when the order was placed, or empty if there is no such order;
     * strongly consistent.
     */
    public Uni<Optional<OrderAndSaga>> placed(String orderId) {
        return dynamo.get(store.table(), EventItems.key(PARTITION + orderId, PLACED))
                .map(found -> found.map(item -> orderAndSaga(List.of(item))));
    }

    /**
     * Completes with a page of the due sagas of a shard, longest due first; eventually consistent.
     *
     * @param after {@link DueSaga.Page#end} of the previous page; empty for the first page
     */
    Uni<DueSaga.Page> due(int shard, Instant now, int limit, Map<String, AttributeValue> after) {
        return dynamo.query(query -> query.tableName(store.table())
                        .keyConditionExpression("pk = :shard AND sk < :end")
                        .expressionAttributeValues(Map.of(
                                ":shard", s(DueSagaItems.partition(shard)), ":end", s(DueSagaItems.sortAfter(now))))
                        .exclusiveStartKey(after.isEmpty() ? null : after)
                        .limit(limit))
                .map(found -> new DueSaga.Page(
                        found.items().stream().map(DueSagaItems::due).toList(), found.lastEvaluatedKey()));
    }

    /**
     * Completes once the failed step of a saga is due again at {@code next}, with one more failure and its reason. Changes
     * nothing if the saga has changed meanwhile. Does not decode the saga.
     */
    Uni<Void> setBack(DueSaga failed, Instant next, String reason) {
        return written(store.change()
                        .delete(DUE, delete -> delete.key(dueItems.key(failed))
                                .conditionExpression("attribute_exists(pk)"))
                        .put(DUE, put -> put.item(dueItems.item(failed, next, reason))))
                .replaceWithVoid();
    }

    /**
     * Completes once the item of a due saga is deleted. Does nothing if its version of the saga is still stored as an item:
     * the read that did not find it was not isolated from the transaction that has written both.
     */
    Uni<Void> forget(DueSaga obsolete) {
        return written(store.change()
                        .delete(DUE, delete -> delete.key(dueItems.key(obsolete)))
                        .check(SAGA, check -> check.key(keyOf(obsolete.orderId()))
                                .conditionExpression("attribute_not_exists(pk) OR version > :version")
                                .expressionAttributeValues(Map.of(":version", n(obsolete.version())))))
                .replaceWithVoid();
    }

    /** Completes with true once {@code before} is replaced by {@code after}; false if the saga has changed meanwhile. */
    Uni<Boolean> replace(Saga before, Saga after) {
        Change change = put(store.change(), before, after).deleteLater(dueItems.item(before));
        return written(after.state() == SagaState.REFUNDING ? change : whileOpen(change, after.orderId()));
    }

    /** Completes with true once the saga is removed; false if it has changed meanwhile. */
    Uni<Boolean> remove(Saga saga) {
        return written(delete(store.change(), saga).deleteLater(dueItems.item(saga)));
    }

    /** Returns the attributes of a new order's first event that are its saga. */
    public Map<String, AttributeValue> attributes(Saga first) {
        return Map.of(
                PAYMENT_TOKEN, s(first.paymentToken()),
                DUE_AT, n(first.dueAt().toEpochMilli()),
                DEADLINE_AT, n(first.deadlineAt().toEpochMilli()));
    }

    /** Returns the change with the item of a new order's saga added, which makes its first step due. */
    public Change begin(Change change, Saga first) {
        return change.put(DUE, put -> put.item(dueItems.item(first)));
    }

    /**
     * Returns the change with the saga replaced by {@code remaining}, or deleted if no step remains. The first version of a
     * saga needs no deletion: an order with a second event has no saga unless there is an item.
     */
    Change settle(Change change, Saga before, Optional<Saga> remaining) {
        Change settled = change.deleteLater(dueItems.item(before));
        return remaining
                .map(after -> put(settled, before, after))
                .orElseGet(() -> before.isFirst() ? settled : delete(settled, before));
    }

    private Change put(Change change, Saga before, Saga after) {
        return change.put(SAGA, put -> put.item(item(after))
                        .conditionExpression(before.isFirst() ? "attribute_not_exists(pk)" : "version = :before")
                        .expressionAttributeValues(before.isFirst() ? null : Map.of(":before", n(before.version()))))
                .put(DUE, put -> put.item(dueItems.item(after)));
    }

    private static Change delete(Change change, Saga before) {
        return change.delete(SAGA, delete -> delete.key(keyOf(before.orderId()))
                .conditionExpression("version = :before")
                .expressionAttributeValues(Map.of(":before", n(before.version()))));
    }

    private static Change whileOpen(Change change, String orderId) {
        return change.check(OPEN, check -> check.key(EventItems.key(PARTITION + orderId, SETTLED))
                .conditionExpression("attribute_not_exists(pk)"));
    }

    private Uni<Boolean> written(Change change) {
        return store.commit(change)
                .replaceWith(true)
                .onFailure(ConditionsFailed.class)
                .recoverWithItem(false);
    }

    private static OrderAndSaga orderAndSaga(List<Map<String, AttributeValue>> newestFirst) {
        List<Map<String, AttributeValue>> events = newestFirst.reversed().stream()
                .filter(item -> string(item, SK).startsWith(EventItems.SORT_PREFIX))
                .toList();
        Optional<Saga> saga = newestFirst.stream()
                .filter(item -> string(item, SK).equals(SORT_KEY))
                .findFirst()
                .map(SagaStore::saga)
                .or(() -> events.size() == 1 ? Optional.of(first(events.getFirst())) : Optional.empty());
        return new OrderAndSaga(
                OrderStore.stored(events.stream().map(EventItems::event).toList()), saga);
    }

    private static Map<String, AttributeValue> keyOf(String orderId) {
        return key(PARTITION + orderId, SORT_KEY);
    }

    private static Map<String, AttributeValue> item(Saga saga) {
        Map<String, AttributeValue> item = new HashMap<>(keyOf(saga.orderId()));
        item.put(ORDER_ID, s(saga.orderId()));
        item.put(STATE, s(saga.state().word()));
        item.put(PAYMENT_TOKEN, s(saga.paymentToken()));
        item.put(ATTEMPTS, n(saga.attempts()));
        item.put(DUE_AT, n(saga.dueAt().toEpochMilli()));
        item.put(DEADLINE_AT, n(saga.deadlineAt().toEpochMilli()));
        item.put(VERSION, n(saga.version()));
        return item;
    }

    private static Saga first(Map<String, AttributeValue> event) {
        return readable(
                event,
                () -> Saga.begin(
                        string(event, PK).substring(PARTITION.length()),
                        string(event, PAYMENT_TOKEN),
                        Instant.ofEpochMilli(number(event, DUE_AT)),
                        Instant.ofEpochMilli(number(event, DEADLINE_AT))));
    }

    private static Saga saga(Map<String, AttributeValue> item) {
        return readable(
                item,
                () -> new Saga(
                        string(item, ORDER_ID),
                        SagaState.of(string(item, STATE)),
                        string(item, PAYMENT_TOKEN),
                        Math.toIntExact(number(item, ATTEMPTS)),
                        Instant.ofEpochMilli(number(item, DUE_AT)),
                        Instant.ofEpochMilli(number(item, DEADLINE_AT)),
                        number(item, VERSION)));
    }

    private static Saga readable(Map<String, AttributeValue> item, Supplier<Saga> decoder) {
        try {
            return decoder.get();
        } catch (RuntimeException e) {
            throw new UnreadableSagaException(string(item, PK), e);
        }
    }
}
