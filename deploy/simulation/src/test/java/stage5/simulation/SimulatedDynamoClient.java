package stage5.simulation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import stage5.topology.StoredItem;
import stage5.topology.Table;

/** The DynamoDB client of one process; each call is one step of the simulation. */
final class SimulatedDynamoClient implements DynamoDbAsyncClient {

    private static final CancellationReason CONFLICT =
            CancellationReason.builder().code("TransactionConflict").build();
    private static final CancellationReason NO_CONFLICT =
            CancellationReason.builder().code("None").build();

    private final SimulatedProcess process;
    private final RemoteCalls remoteCalls;
    private final Weather weather;
    private final DynamoDbClient database;
    private final PlantedDefect defect;

    SimulatedDynamoClient(
            SimulatedProcess process,
            RemoteCalls remoteCalls,
            Weather weather,
            DynamoDbClient database,
            PlantedDefect defect) {
        this.process = process;
        this.remoteCalls = remoteCalls;
        this.weather = weather;
        this.database = database;
        this.defect = defect;
    }

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
        return remoteCalls.call(process, () -> "get " + key(request.key()), () -> database.getItem(request));
    }

    @Override
    public CompletableFuture<QueryResponse> query(QueryRequest request) {
        return remoteCalls.call(
                process,
                () -> "query " + request.tableName() + (request.indexName() == null ? "" : "." + request.indexName())
                        + " "
                        + request.expressionAttributeValues().values().stream()
                                .map(SimulatedDynamoClient::text)
                                .sorted()
                                .toList(),
                () -> database.query(request));
    }

    @Override
    public CompletableFuture<ScanResponse> scan(ScanRequest request) {
        return remoteCalls.call(process, () -> "scan " + request.tableName(), () -> database.scan(request));
    }

    @Override
    public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
        return remoteCalls.call(
                process,
                () -> "get " + request.requestItems().keySet(),
                () -> defect.batchGet(database.batchGetItem(request)));
    }

    @Override
    public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
        return remoteCalls.call(
                process,
                () -> "write " + request.requestItems().keySet(),
                () -> database.batchWriteItem(defect.batch(request)));
    }

    @Override
    public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
        return remoteCalls.call(
                process, () -> "put " + key(request.item()), () -> database.putItem(defect.put(request)));
    }

    @Override
    public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
        return remoteCalls.call(
                process,
                () -> "update " + key(request.key()) + ": " + request.updateExpression(),
                () -> database.updateItem(defect.update(request)));
    }

    @Override
    public CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request) {
        return remoteCalls.call(process, () -> "delete " + key(request.key()), () -> database.deleteItem(request));
    }

    @Override
    public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
        return remoteCalls.call(
                process,
                () -> "write together "
                        + request.transactItems().stream()
                                .map(SimulatedDynamoClient::what)
                                .collect(Collectors.joining(", ")),
                () -> {
                    requireNoConflict(request);
                    return database.transactWriteItems(defect.transaction(request));
                });
    }

    /** Fails as DynamoDB does if another transaction holds an item: nothing is written, and the reasons name the item. */
    private void requireNoConflict(TransactWriteItemsRequest request) {
        List<CancellationReason> reasons =
                request.transactItems().stream().map(this::reason).toList();
        if (reasons.contains(CONFLICT)) {
            throw TransactionCanceledException.builder()
                    .message("Transaction cancelled by a conflict")
                    .cancellationReasons(reasons)
                    .build();
        }
    }

    private CancellationReason reason(TransactWriteItem item) {
        return item.update() != null
                        && text(item.update().key().get(Table.SORT)).equals(StoredItem.STOCK.sort())
                        && weather.contends(process)
                ? CONFLICT
                : NO_CONFLICT;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private static String what(TransactWriteItem item) {
        if (item.put() != null) {
            return key(item.put().item());
        }
        if (item.update() != null) {
            return key(item.update().key());
        }
        return key(
                item.delete() != null
                        ? item.delete().key()
                        : item.conditionCheck().key());
    }

    private static String key(Map<String, AttributeValue> item) {
        return text(item.get("pk")) + " " + text(item.get("sk"));
    }

    private static String text(AttributeValue value) {
        return value.s() != null ? value.s() : value.n();
    }
}
