package stage5.kit.events.fence;

import io.opentelemetry.context.Context;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
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
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.utils.CompletableFutureUtils;

/**
 * A client of DynamoDB whose writes need the {@link WriteFence}; a refused write fails with a 503 problem and is not sent. Reads
 * pass. All other operations are unsupported, so that no write can bypass the fence.
 */
public final class FencedDynamoDb implements DynamoDbAsyncClient {

    private final DynamoDbAsyncClient client;
    private final WriteFence fence;

    /** @param client closed together with this one */
    public FencedDynamoDb(DynamoDbAsyncClient client, WriteFence fence) {
        this.client = client;
        this.fence = fence;
    }

    @Override
    public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
        return write(() -> client.putItem(request));
    }

    @Override
    public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
        return write(() -> client.updateItem(request));
    }

    @Override
    public CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request) {
        return write(() -> client.deleteItem(request));
    }

    @Override
    public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
        return write(() -> client.batchWriteItem(request));
    }

    @Override
    public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
        return write(() -> client.transactWriteItems(request));
    }

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
        return client.getItem(request);
    }

    @Override
    public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
        return client.batchGetItem(request);
    }

    @Override
    public CompletableFuture<QueryResponse> query(QueryRequest request) {
        return client.query(request);
    }

    @Override
    public CompletableFuture<ScanResponse> scan(ScanRequest request) {
        return client.scan(request);
    }

    private <T> CompletableFuture<T> write(Supplier<CompletableFuture<T>> call) {
        CompletableFuture<Boolean> held = fence.held();
        return held.isDone()
                ? send(held.join(), call)
                : writeOnceRead(held, Context.current().wrapSupplier(call));
    }

    private static <T> CompletableFuture<T> send(boolean held, Supplier<CompletableFuture<T>> call) {
        return held ? call.get() : CompletableFuture.failedFuture(WriteFence.refused());
    }

    /** A caller whose time is over cancels the result; then the write must not be sent any more, or is cancelled too. */
    private static <T> CompletableFuture<T> writeOnceRead(
            CompletableFuture<Boolean> reading, Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        reading.thenAccept(held -> {
            if (!result.isDone()) {
                CompletableFuture<T> sent = send(held, call);
                CompletableFutureUtils.forwardExceptionTo(result, sent);
                CompletableFutureUtils.forwardResultTo(sent, result);
            }
        });
        return result;
    }

    @Override
    public String serviceName() {
        return client.serviceName();
    }

    @Override
    public void close() {
        client.close();
    }
}
