package stage5.simulation;

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
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** The DynamoDB client of one process; each call is one step of the simulation. */
final class SimulatedDynamoClient implements DynamoDbAsyncClient {

    private final SimulatedProcess process;
    private final RemoteCalls remoteCalls;
    private final DynamoDbClient database;
    private final PlantedDefect defect;

    SimulatedDynamoClient(
            SimulatedProcess process, RemoteCalls remoteCalls, DynamoDbClient database, PlantedDefect defect) {
        this.process = process;
        this.remoteCalls = remoteCalls;
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
                process, () -> "get " + request.requestItems().keySet(), () -> database.batchGetItem(request));
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
                () -> database.transactWriteItems(defect.transaction(request)));
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
