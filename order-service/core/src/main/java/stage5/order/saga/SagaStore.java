package stage5.order.saga;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Multi;
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
import stage5.kit.events.store.Change;
import stage5.order.domain.Saga;
import stage5.order.domain.SagaState;

/**
 * Stores sagas, each as an item in the partition of its order. The sparse index {@value #DUE} sorts them by the time of
 * their next step. Every change is conditional on the version that was read.
 */
@ApplicationScoped
public class SagaStore {

    /** The label of the condition that a saga is unchanged since it was read. */
    static final String SAGA = "saga";

    private static final String DUE = "due";
    private static final String DUE_AT = "dueAt";
    private static final String SORT_KEY = "SAGA";

    /** Spreads the index over partitions, each of which accepts 1,000 writes a second. */
    private static final int SHARDS = 4;

    private final Dynamo dynamo;
    private final String table;

    SagaStore(Dynamo dynamo, @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /** Completes with the current saga of the order, or empty if no step remains. */
    public Uni<Optional<Saga>> find(String orderId) {
        return dynamo.get(table, keyOf(orderId)).map(item -> item.map(SagaStore::saga));
    }

    /** Completes with the due sagas, at most a page per shard; within a shard the longest due come first. */
    Uni<List<Saga>> due(Instant now, int page) {
        return Multi.createFrom()
                .iterable(IntStream.range(0, SHARDS).boxed().toList())
                .onItem()
                .transformToUniAndConcatenate(shard -> due(shard, now, page))
                .onItem()
                .<Saga>disjoint()
                .collect()
                .asList();
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
    public static Change begin(Change change, Saga saga) {
        return change.put(SAGA, put -> put.item(item(saga)).conditionExpression("attribute_not_exists(pk)"));
    }

    /** Returns the change with the saga replaced by {@code remaining}, or deleted if no step remains. */
    static Change settle(Change change, Saga before, Optional<Saga> remaining) {
        Map<String, AttributeValue> version = Map.of(":before", n(before.version()));
        return remaining
                .map(after -> change.put(SAGA, put -> put.item(item(after))
                        .conditionExpression("version = :before")
                        .expressionAttributeValues(version)))
                .orElseGet(() -> change.delete(SAGA, delete -> delete.key(keyOf(before.orderId()))
                        .conditionExpression("version = :before")
                        .expressionAttributeValues(version)));
    }

    private Uni<List<Saga>> due(int shard, Instant now, int page) {
        return dynamo.query(query -> query.tableName(table)
                        .indexName(DUE)
                        .keyConditionExpression("#due = :shard AND #dueAt <= :now")
                        .expressionAttributeNames(Map.of("#due", DUE, "#dueAt", DUE_AT))
                        .expressionAttributeValues(
                                Map.of(":shard", s(Integer.toString(shard)), ":now", n(now.toEpochMilli())))
                        .limit(page))
                .map(found -> found.items().stream().map(SagaStore::saga).toList());
    }

    private static Map<String, AttributeValue> keyOf(String orderId) {
        return key("order/" + orderId, SORT_KEY);
    }

    private static Map<String, AttributeValue> item(Saga saga) {
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
                s(Integer.toString(Math.floorMod(saga.orderId().hashCode(), SHARDS))),
                DUE_AT,
                n(saga.dueAt().toEpochMilli()),
                "deadlineAt",
                n(saga.deadlineAt().toEpochMilli()),
                "version",
                n(saga.version()));
    }

    private static Saga saga(Map<String, AttributeValue> item) {
        return new Saga(
                string(item, "orderId"),
                SagaState.of(string(item, "state")),
                string(item, "paymentToken"),
                Math.toIntExact(number(item, "attempts")),
                Instant.ofEpochMilli(number(item, DUE_AT)),
                Instant.ofEpochMilli(number(item, "deadlineAt")),
                number(item, "version"));
    }
}
