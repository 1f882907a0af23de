package stage5.kit.events.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
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
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Fakes tables in memory, for the requests and expressions that projections use. Throws for any other expression, and
 * for reads that are not strongly consistent. Not thread-safe.
 */
public final class InMemoryDynamoDb implements DynamoDbAsyncClient {

    /** How many items a page of a query has. */
    public static final int QUERY_PAGE = 3;

    private static final char SEPARATOR = 0;
    private static final int MAX_BATCH = 100;
    private static final int MAX_BATCH_WRITE = 25;

    private final Map<String, TreeMap<String, Map<String, AttributeValue>>> tables = new HashMap<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private Runnable beforeNextPut = () -> {};
    private boolean failPuts;

    /** Puts an item without a condition. */
    public void put(String table, Map<String, AttributeValue> item) {
        table(table).put(position(item), Map.copyOf(item));
    }

    /** Returns an item, or null if there is none. */
    public Map<String, AttributeValue> item(String table, Map<String, AttributeValue> key) {
        return table(table).get(position(key));
    }

    /** Returns the number of items in a table. */
    public int size(String table) {
        return table(table).size();
    }

    /** Runs an action once, right before the next conditional put: what a concurrent process does in between. */
    public void beforeNextPut(Runnable action) {
        beforeNextPut = action;
    }

    /** Makes all conditional puts fail as if DynamoDB were unreachable, or succeed again. */
    public void failPuts(boolean fail) {
        failPuts = fail;
    }

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
        return response(() -> {
            requireConsistent(request.consistentRead());
            Map<String, AttributeValue> item = item(request.tableName(), request.key());
            return GetItemResponse.builder().item(item).build();
        });
    }

    @Override
    public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
        return response(() -> {
            Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
            request.requestItems().forEach((table, wanted) -> found.put(table, items(table, wanted)));
            return BatchGetItemResponse.builder().responses(found).build();
        });
    }

    @Override
    public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
        return response(() -> {
            Runnable before = beforeNextPut;
            beforeNextPut = () -> {};
            before.run();
            if (failPuts) {
                throw SdkClientException.create("Connection refused");
            }
            if (!holds(request)) {
                throw ConditionalCheckFailedException.builder()
                        .message("The conditional request failed")
                        .build();
            }
            put(request.tableName(), request.item());
            return PutItemResponse.builder().build();
        });
    }

    @Override
    public CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request) {
        return response(() -> {
            requireOwner(request);
            table(request.tableName()).remove(position(request.key()));
            return DeleteItemResponse.builder().build();
        });
    }

    @Override
    public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
        return response(() -> {
            request.requestItems().forEach((table, writes) -> {
                if (writes.size() > MAX_BATCH_WRITE) {
                    throw new IllegalArgumentException("BatchWriteItem writes 25 items at most");
                }
                batchSizes.add(writes.size());
                writes.forEach(write ->
                        table(table).remove(position(write.deleteRequest().key())));
            });
            return BatchWriteItemResponse.builder().build();
        });
    }

    /** Returns the number of items of each batch of deletions so far, in order. */
    public List<Integer> batchSizes() {
        return batchSizes;
    }

    /** Reads up to the limit before it filters, as DynamoDB does. */
    @Override
    public CompletableFuture<ScanResponse> scan(ScanRequest request) {
        return response(() -> {
            requireConsistent(request.consistentRead());
            int segments = request.totalSegments() == null ? 1 : request.totalSegments();
            int segment = request.segment() == null ? 0 : request.segment();
            List<Map<String, AttributeValue>> rest = table(request.tableName()).entrySet().stream()
                    .filter(entry -> !request.hasExclusiveStartKey()
                            || entry.getKey().compareTo(position(request.exclusiveStartKey())) > 0)
                    .map(Map.Entry::getValue)
                    .filter(item -> segmentOf(item.get(Attributes.PK).s(), segments) == segment)
                    .toList();
            List<Map<String, AttributeValue>> read =
                    rest.stream().limit(request.limit()).toList();
            ScanResponse.Builder page = ScanResponse.builder()
                    .items(read.stream().filter(filter(request)).toList());
            if (read.size() < rest.size()) {
                Map<String, AttributeValue> last = read.getLast();
                page.lastEvaluatedKey(Attributes.key(
                        last.get(Attributes.PK).s(), last.get(Attributes.SK).s()));
            }
            return page.build();
        });
    }

    /** Reads a page of a partition before it filters, as DynamoDB does. */
    @Override
    public CompletableFuture<QueryResponse> query(QueryRequest request) {
        return response(() -> {
            requireConsistent(request.consistentRead());
            Map<String, AttributeValue> values = request.expressionAttributeValues();
            if (!request.keyConditionExpression().equals("pk = :pk AND begins_with(sk, :event)")
                    || !request.filterExpression().equals("attribute_exists(event)")) {
                throw new IllegalArgumentException("Not supported: " + request);
            }
            String partition = values.get(":pk").s() + SEPARATOR;
            List<Map.Entry<String, Map<String, AttributeValue>>> rest =
                    table(request.tableName())
                            .tailMap(partition + values.get(":event").s())
                            .entrySet()
                            .stream()
                            .filter(entry -> entry.getKey()
                                    .startsWith(partition + values.get(":event").s()))
                            .filter(entry -> !request.hasExclusiveStartKey()
                                    || entry.getKey().compareTo(position(request.exclusiveStartKey())) > 0)
                            .toList();
            List<Map<String, AttributeValue>> read =
                    rest.stream().limit(QUERY_PAGE).map(Map.Entry::getValue).toList();
            QueryResponse.Builder page = QueryResponse.builder()
                    .items(read.stream().filter(EventItems::hasEvent).toList());
            if (read.size() < rest.size()) {
                page.lastEvaluatedKey(Attributes.key(
                        read.getLast().get(Attributes.PK).s(),
                        read.getLast().get(Attributes.SK).s()));
            }
            return page.build();
        });
    }

    /** Returns the segment of a partition in a parallel scan. */
    public static int segmentOf(String partition, int segments) {
        return Math.floorMod(partition.hashCode(), segments);
    }

    @Override
    public String serviceName() {
        return "dynamodb";
    }

    @Override
    public void close() {}

    private List<Map<String, AttributeValue>> items(String table, KeysAndAttributes wanted) {
        requireConsistent(wanted.consistentRead());
        if (wanted.keys().size() > MAX_BATCH) {
            throw new IllegalArgumentException("BatchGetItem reads 100 items at most");
        }
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (Map<String, AttributeValue> key : wanted.keys()) {
            Map<String, AttributeValue> item = item(table, key);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private boolean holds(PutItemRequest request) {
        Map<String, AttributeValue> stored = item(request.tableName(), request.item());
        Map<String, AttributeValue> values = request.expressionAttributeValues();
        return switch (request.conditionExpression()) {
            case "attribute_not_exists(pk)" -> stored == null;
            case "version = :version" -> stored != null && stored.get("version").equals(values.get(":version"));
            case "attribute_not_exists(pk) OR #until <= :now" ->
                stored == null
                        || number(stored.get(request.expressionAttributeNames().get("#until")))
                                <= number(values.get(":now"));
            case "attribute_not_exists(pk) OR #sequence < :sequence" ->
                stored == null
                        || number(stored.get(request.expressionAttributeNames().get("#sequence")))
                                < number(values.get(":sequence"));
            default -> throw new IllegalArgumentException("Not supported: " + request.conditionExpression());
        };
    }

    private void requireOwner(DeleteItemRequest request) {
        Map<String, AttributeValue> stored = item(request.tableName(), request.key());
        if (request.conditionExpression() == null) {
            return;
        }
        if (!request.conditionExpression().equals("#owner = :owner")) {
            throw new IllegalArgumentException("Not supported: " + request.conditionExpression());
        }
        String owner = request.expressionAttributeNames().get("#owner");
        if (stored == null
                || !stored.get(owner).equals(request.expressionAttributeValues().get(":owner"))) {
            throw ConditionalCheckFailedException.builder()
                    .message("The conditional request failed")
                    .build();
        }
    }

    private static Predicate<Map<String, AttributeValue>> filter(ScanRequest request) {
        Map<String, AttributeValue> values = request.expressionAttributeValues();
        return switch (request.filterExpression()) {
            case "begins_with(sk, :event) AND attribute_exists(event)" ->
                item -> EventItems.hasEvent(item)
                        && item.get(Attributes.SK)
                                .s()
                                .startsWith(values.get(":event").s());
            case "begins_with(pk, :generation)" ->
                item -> item.get(Attributes.PK)
                        .s()
                        .startsWith(values.get(":generation").s());
            default -> throw new IllegalArgumentException("Not supported: " + request.filterExpression());
        };
    }

    private static void requireConsistent(Boolean consistentRead) {
        if (!Boolean.TRUE.equals(consistentRead)) {
            throw new IllegalArgumentException("The read has to be strongly consistent");
        }
    }

    private static long number(AttributeValue value) {
        return Long.parseLong(value.n());
    }

    private TreeMap<String, Map<String, AttributeValue>> table(String name) {
        return tables.computeIfAbsent(name, unknown -> new TreeMap<>());
    }

    private static String position(Map<String, AttributeValue> key) {
        return key.get(Attributes.PK).s() + SEPARATOR + key.get(Attributes.SK).s();
    }

    private static <T> CompletableFuture<T> response(Supplier<T> response) {
        try {
            return CompletableFuture.completedFuture(response.get());
        } catch (SdkClientException | ConditionalCheckFailedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
