package stage5.kit.events.outbox;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;

/** Fakes a table as far as marking needs it: it knows which events are in the outbox, and can fail a mark. */
final class FakeOutboxTable implements DynamoDbAsyncClient {

    private final Set<Map<String, AttributeValue>> outbox = new HashSet<>();
    private Map<String, AttributeValue> unmarkable;

    void add(Event event) {
        outbox.add(EventItems.key(event));
    }

    boolean contains(Event event) {
        return outbox.contains(EventItems.key(event));
    }

    /** Makes marking of this event fail; null makes all marks succeed. */
    void failMarkOf(Event event) {
        unmarkable = event == null ? null : EventItems.key(event);
    }

    @Override
    public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
        if (request.key().equals(unmarkable)) {
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
                                .item(Map.of(EventItems.OUTBOX, AttributeValue.fromS("0")))
                                .build()
                        : GetItemResponse.builder()
                                .item(Map.of("pk", AttributeValue.fromS("published")))
                                .build());
    }

    @Override
    public String serviceName() {
        return "dynamodb";
    }

    @Override
    public void close() {}
}
