package stage5.kit.events.outbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;

/** Fakes a service's table as far as outbox, sweeper and lease need it. Records its calls. Thread-safe. */
final class FakeOutboxTable implements DynamoDbAsyncClient {

    private static final OutboxItems LAYOUT = new OutboxItems(TestOutboxSettings.DEFAULT);

    /** The items by partition and sort key. */
    private final Map<String, NavigableMap<String, Map<String, AttributeValue>>> partitions = new ConcurrentHashMap<>();

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> deletions = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean deletesFail;
    private volatile boolean queriesFail;
    private volatile int unprocessed;
    private volatile Runnable beforeCall = () -> {};

    /** Stores an event and its outbox item. */
    Event add(Event event) {
        put(EventItems.item(event));
        put(LAYOUT.item(event));
        return event;
    }

    void put(Map<String, AttributeValue> item) {
        partition(item).put(item.get(Attributes.SK).s(), item);
    }

    void remove(Map<String, AttributeValue> key) {
        partition(key).remove(key.get(Attributes.SK).s());
    }

    /** Returns whether the event is in the outbox. */
    boolean contains(Event event) {
        return item(LAYOUT.item(event)) != null;
    }

    /** Returns the item with this key, or null. */
    Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
        return partition(key).get(key.get(Attributes.SK).s());
    }

    /** Returns the number of items in the partitions with this prefix. */
    int count(String prefix) {
        return partitions.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToInt(entry -> entry.getValue().size())
                .sum();
    }

    /** Returns the items in the partitions with this prefix. */
    List<Map<String, AttributeValue>> items(String prefix) {
        return partitions.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .flatMap(entry -> entry.getValue().values().stream())
                .toList();
    }

    /** Makes all deletions of outbox items fail, or succeed again. */
    void failDeletes(boolean fail) {
        deletesFail = fail;
    }

    void failQueries(boolean fail) {
        queriesFail = fail;
    }

    /** Leaves one item of each of the next batches unprocessed. */
    void leaveUnprocessed(int batches) {
        unprocessed = batches;
    }

    void beforeCall(Runnable action) {
        beforeCall = action;
    }

    /** Returns the operations in the order of their calls; a query that counts is {@code count}. */
    List<String> calls() {
        return calls;
    }

    /** Returns the size of each batch of deletions. */
    List<Integer> deletions() {
        return deletions;
    }

    @Override
    public CompletableFuture<QueryResponse> query(QueryRequest request) {
        return respond(request.select() == Select.COUNT ? "count" : "query", () -> {
            if (queriesFail) {
                throw SdkClientException.create("Connection refused");
            }
            String pk = request.expressionAttributeValues().get(":shard").s();
            String before = request.expressionAttributeValues().get(":before").s();
            NavigableMap<String, Map<String, AttributeValue>> found =
                    partition(Attributes.key(pk, "")).headMap(before, false);
            if (request.hasExclusiveStartKey()) {
                found = found.tailMap(
                        request.exclusiveStartKey().get(Attributes.SK).s(), false);
            }
            List<Map<String, AttributeValue>> items =
                    found.values().stream().limit(request.limit()).toList();
            QueryResponse.Builder page = QueryResponse.builder().count(items.size());
            if (request.select() != Select.COUNT) {
                page.items(items);
            }
            return (items.size() == request.limit() ? page.lastEvaluatedKey(key(items.getLast())) : page).build();
        });
    }

    @Override
    public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
        return respond("get", () -> {
            Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
            request.requestItems().forEach((table, wanted) -> {
                if (wanted.keys().size() > 100 || !wanted.consistentRead()) {
                    throw new IllegalArgumentException("Reads at most 100 items, consistently");
                }
                found.put(
                        table,
                        wanted.keys().stream()
                                .map(this::item)
                                .filter(item -> item != null)
                                .toList());
            });
            return BatchGetItemResponse.builder().responses(found).build();
        });
    }

    @Override
    public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
        return respond("delete", () -> {
            if (deletesFail) {
                throw SdkClientException.create("Acquire operation took longer than the configured maximum time");
            }
            Map.Entry<String, List<WriteRequest>> batch =
                    request.requestItems().entrySet().iterator().next();
            List<WriteRequest> deletes = new ArrayList<>(batch.getValue());
            deletions.add(deletes.size());
            if (deletes.size() > 25) {
                throw new IllegalArgumentException("BatchWriteItem writes 25 items at most");
            }
            BatchWriteItemResponse.Builder response = BatchWriteItemResponse.builder();
            if (unprocessed > 0) {
                unprocessed--;
                response.unprocessedItems(Map.of(batch.getKey(), List.of(deletes.removeLast())));
            }
            deletes.forEach(delete -> remove(delete.deleteRequest().key()));
            return response.build();
        });
    }

    @Override
    public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
        return respond("put", () -> {
            Map<String, AttributeValue> stored = item(key(request.item()));
            if (request.conditionExpression() != null
                    && stored != null
                    && Long.parseLong(stored.get("until").n())
                            > Long.parseLong(request.expressionAttributeValues()
                                    .get(":now")
                                    .n())) {
                throw ConditionalCheckFailedException.builder().build();
            }
            put(request.item());
            return PutItemResponse.builder().build();
        });
    }

    @Override
    public CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request) {
        return respond("release", () -> {
            Map<String, AttributeValue> stored = item(request.key());
            if (stored == null
                    || !stored.get("owner")
                            .equals(request.expressionAttributeValues().get(":owner"))) {
                throw ConditionalCheckFailedException.builder().build();
            }
            remove(request.key());
            return DeleteItemResponse.builder().build();
        });
    }

    @Override
    public String serviceName() {
        return "dynamodb";
    }

    @Override
    public void close() {}

    private <T> CompletableFuture<T> respond(String call, Supplier<T> response) {
        beforeCall.run();
        calls.add(call);
        try {
            return CompletableFuture.completedFuture(response.get());
        } catch (SdkClientException | DynamoDbException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private NavigableMap<String, Map<String, AttributeValue>> partition(Map<String, AttributeValue> key) {
        return partitions.computeIfAbsent(key.get(Attributes.PK).s(), pk -> new ConcurrentSkipListMap<>());
    }

    private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        return Attributes.key(
                item.get(Attributes.PK).s(), item.get(Attributes.SK).s());
    }
}
