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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.Change;
import stage5.order.domain.Saga;
import stage5.order.domain.SagaState;
import stage5.order.store.OrderStore;

/**
 * Stores sagas, each as an item in the partition of its order. The sparse index {@value #DUE} sorts them by the time of
 * their next step, in shards. Every change of a saga is conditional on the version that was read.
 */
@ApplicationScoped
public class SagaStore {

    /** The label of the condition that a saga is unchanged since it was read. */
    static final String SAGA = "saga";

    private static final String DUE = "due";
    private static final String DUE_AT = "dueAt";
    private static final String FAILURES = "failures";
    private static final String SORT_KEY = "SAGA";
    private static final String PARTITION = "order/";

    private final Dynamo dynamo;
    private final String table;
    private final int shards;

    /**
     * @param shards the number of partition keys of the index, each of which accepts 1,000 write units a second. An order
     *     writes its entry twice (placed, settled), and each postponed step moves it, for two units. 4 shards are enough for
     *     500 orders a second. 5,000 orders a second need 64: their settling takes 160 units per shard, and an outage of the
     *     payment provider leaves 300,000 open sagas within the deadline of 60 s, which are postponed some 30,000 times a
     *     second. The number may be raised at any time. Before it is lowered, no saga may be left in the higher shards.
     */
    SagaStore(
            Dynamo dynamo,
            @ConfigProperty(name = "stage5.table") String table,
            @ConfigProperty(name = "stage5.saga.shards", defaultValue = "4") int shards) {
        if (shards < 1) {
            throw new IllegalArgumentException("stage5.saga.shards must be at least 1, but is " + shards);
        }
        this.dynamo = dynamo;
        this.table = table;
        this.shards = shards;
    }

    /** Returns the numbers of all shards of the index. */
    List<Integer> shards() {
        return IntStream.range(0, shards).boxed().toList();
    }

    /**
     * Completes with the order and its saga, or empty if there is no such order; strongly consistent. Fails with {@link
     * UnreadableSagaException} if the saga cannot be decoded.
     *
     * <p>The query reads backwards: the saga first, then the events. A query and a transaction are not isolated from each
     * other (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-isolation">read-committed</a>).
     * If the order is settled during the query, the result is a settled order with the saga that it had before. In the other
     * direction it could be an open order without a saga.
     */
    public Uni<Optional<OrderAndSaga>> find(String orderId) {
        String partition = PARTITION + orderId;
        return dynamo.queryAll(query -> query.tableName(table)
                        .consistentRead(true)
                        .scanIndexForward(false)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", s(partition))))
                .map(items -> items.isEmpty() ? Optional.empty() : Optional.of(orderAndSaga(items)));
    }

    /**
     * Completes with a page of the due sagas of a shard, longest due first.
     *
     * @param after {@link DueSaga.Page#end} of the previous page; empty for the first page
     */
    Uni<DueSaga.Page> due(int shard, Instant now, int limit, Map<String, AttributeValue> after) {
        return dynamo.query(query -> query.tableName(table)
                        .indexName(DUE)
                        .keyConditionExpression("#due = :shard AND #dueAt <= :now")
                        .expressionAttributeNames(Map.of("#due", DUE, "#dueAt", DUE_AT))
                        .expressionAttributeValues(
                                Map.of(":shard", s(Integer.toString(shard)), ":now", n(now.toEpochMilli())))
                        .exclusiveStartKey(after.isEmpty() ? null : after)
                        .limit(limit))
                .map(found -> new DueSaga.Page(
                        found.items().stream().map(SagaStore::due).toList(), found.lastEvaluatedKey()));
    }

    /**
     * Completes once the failed step of a saga is due again at {@code next}, with one more failure and its reason. Changes
     * nothing if the saga has changed meanwhile. Does not decode the saga.
     */
    Uni<Void> setBack(DueSaga failed, Instant next, String reason) {
        return dynamo.call(c -> c.updateItem(update -> update.tableName(table)
                        .key(keyOf(failed.orderId()))
                        .updateExpression("SET #dueAt = :next, #failures = :failures, failure = :reason")
                        .conditionExpression("#dueAt = :before")
                        .expressionAttributeNames(Map.of("#dueAt", DUE_AT, "#failures", FAILURES))
                        .expressionAttributeValues(Map.of(
                                ":next", n(next.toEpochMilli()),
                                ":failures", n(failed.failures() + 1L),
                                ":reason", s(reason),
                                ":before", n(failed.dueAt().toEpochMilli())))))
                .replaceWithVoid()
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithNull();
    }

    /** Completes with true once {@code before} is replaced by {@code after}; false if the saga has changed meanwhile. */
    Uni<Boolean> replace(Saga before, Saga after) {
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(item(after))
                        .conditionExpression("version = :before")
                        .expressionAttributeValues(Map.of(":before", n(before.version())))))
                .replaceWith(true)
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithItem(false);
    }

    /** Completes with true once the saga is removed; false if it has changed meanwhile. */
    Uni<Boolean> remove(Saga saga) {
        return dynamo.call(c -> c.deleteItem(delete -> delete.tableName(table)
                        .key(keyOf(saga.orderId()))
                        .conditionExpression("version = :before")
                        .expressionAttributeValues(Map.of(":before", n(saga.version())))))
                .replaceWith(true)
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithItem(false);
    }

    /** Returns the change with the saga of a new order added. */
    public Change begin(Change change, Saga saga) {
        return change.put(SAGA, put -> put.item(item(saga)).conditionExpression("attribute_not_exists(pk)"));
    }

    /** Returns the change with the saga replaced by {@code remaining}, or deleted if no step remains. */
    Change settle(Change change, Saga before, Optional<Saga> remaining) {
        Map<String, AttributeValue> version = Map.of(":before", n(before.version()));
        return remaining
                .map(after -> change.put(SAGA, put -> put.item(item(after))
                        .conditionExpression("version = :before")
                        .expressionAttributeValues(version)))
                .orElseGet(() -> change.delete(SAGA, delete -> delete.key(keyOf(before.orderId()))
                        .conditionExpression("version = :before")
                        .expressionAttributeValues(version)));
    }

    private static OrderAndSaga orderAndSaga(List<Map<String, AttributeValue>> newestFirst) {
        List<Event> events = newestFirst.reversed().stream()
                .filter(item -> string(item, SK).startsWith(EventItems.SORT_PREFIX))
                .map(EventItems::event)
                .toList();
        Optional<Saga> saga = newestFirst.stream()
                .filter(item -> string(item, SK).equals(SORT_KEY))
                .findFirst()
                .map(SagaStore::saga);
        return new OrderAndSaga(OrderStore.stored(events), saga);
    }

    private static Map<String, AttributeValue> keyOf(String orderId) {
        return key(PARTITION + orderId, SORT_KEY);
    }

    private Map<String, AttributeValue> item(Saga saga) {
        Map<String, AttributeValue> key = keyOf(saga.orderId());
        return Map.of(
                PK,
                key.get(PK),
                SK,
                key.get(SK),
                "orderId",
                s(saga.orderId()),
                "state",
                s(saga.state().word()),
                "paymentToken",
                s(saga.paymentToken()),
                "attempts",
                n(saga.attempts()),
                DUE,
                s(Integer.toString(Math.floorMod(saga.orderId().hashCode(), shards))),
                DUE_AT,
                n(saga.dueAt().toEpochMilli()),
                "deadlineAt",
                n(saga.deadlineAt().toEpochMilli()),
                "version",
                n(saga.version()));
    }

    private static DueSaga due(Map<String, AttributeValue> item) {
        return new DueSaga(
                string(item, PK).substring(PARTITION.length()),
                Instant.ofEpochMilli(number(item, DUE_AT)),
                item.containsKey(FAILURES) ? Math.toIntExact(number(item, FAILURES)) : 0);
    }

    private static Saga saga(Map<String, AttributeValue> item) {
        try {
            return new Saga(
                    string(item, "orderId"),
                    SagaState.of(string(item, "state")),
                    string(item, "paymentToken"),
                    Math.toIntExact(number(item, "attempts")),
                    Instant.ofEpochMilli(number(item, DUE_AT)),
                    Instant.ofEpochMilli(number(item, "deadlineAt")),
                    number(item, "version"));
        } catch (RuntimeException e) {
            throw new UnreadableSagaException(string(item, PK), e);
        }
    }
}
