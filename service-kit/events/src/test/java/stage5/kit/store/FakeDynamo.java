package stage5.kit.store;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import stage5.kit.event.Event;

/** As much of a table as marking events needs: which of them are still in the outbox. */
final class FakeDynamo implements DynamoDbAsyncClient {

    private final Set<Map<String, AttributeValue>> outbox = new HashSet<>();
    private Map<String, AttributeValue> kept;
    private Function<TransactWriteItemsRequest, CompletableFuture<TransactWriteItemsResponse>> transactions =
            request -> CompletableFuture.completedFuture(
                    TransactWriteItemsResponse.builder().build());

    void hold(Event event) {
        outbox.add(key(event));
    }

    boolean holds(Event event) {
        return outbox.contains(key(event));
    }

    /** From now on this event's mark fails, or no event's where it is null. */
    void keep(Event event) {
        kept = event == null ? null : key(event);
    }

    void onTransaction(
            Function<TransactWriteItemsRequest, CompletableFuture<TransactWriteItemsResponse>> transactions) {
        this.transactions = transactions;
    }

    @Override
    public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
        if (request.key().equals(kept)) {
            return CompletableFuture.failedFuture(
                    SdkClientException.create("Acquire operation took longer than the configured maximum time"));
        }
        outbox.remove(request.key());
        return CompletableFuture.completedFuture(UpdateItemResponse.builder().build());
    }

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
        return CompletableFuture.completedFuture(
                outbox.contains(request.key())
                        ? GetItemResponse.builder()
                                .item(Map.of(EventStore.OUTBOX, AttributeValue.fromS("0")))
                                .build()
                        : GetItemResponse.builder()
                                .item(Map.of("pk", AttributeValue.fromS("published")))
                                .build());
    }

    @Override
    public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
        return transactions.apply(request);
    }

    @Override
    public String serviceName() {
        return "dynamodb";
    }

    @Override
    public void close() {}

    private static Map<String, AttributeValue> key(Event event) {
        return stage5.kit.dynamo.Attributes.key(event.subject(), EventStore.sortKey(event));
    }
}
