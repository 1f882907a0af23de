package stage5.kit.events.fence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/** A client whose reads a test answers, and the clocks and settings of a fence that uses it. Records the writes. */
final class FenceTable implements DynamoDbAsyncClient, InstantSource {

    static final String OWN = "us-east-1";
    static final String OTHER = "us-west-2";

    final List<PutItemRequest> writes = new ArrayList<>();
    private final List<CompletableFuture<GetItemResponse>> waiting = new ArrayList<>();
    private Map<String, AttributeValue> item = Map.of();
    private boolean unreachable;
    private boolean slow;
    private int reads;
    private Duration monotonic = Duration.ofDays(3);
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

    /** Sets the item; a null region stands for a failover that is under way. */
    void set(String region, long epoch) {
        Map<String, AttributeValue> changed =
                new HashMap<>(Map.of("epoch", AttributeValue.fromN(Long.toString(epoch))));
        if (region != null) {
            changed.put("region", AttributeValue.fromS(region));
        }
        item = changed;
    }

    void setUnreachable(boolean failing) {
        unreachable = failing;
    }

    /** Makes reads wait until {@link #answer}. */
    void setSlow() {
        slow = true;
    }

    void answer() {
        List.copyOf(waiting).forEach(read -> read.complete(response()));
        waiting.clear();
    }

    int reads() {
        return reads;
    }

    void pass(Duration time) {
        passFrozen(time);
        monotonic = monotonic.plus(time);
    }

    /** Moves the wall clock only, as it may look to a process that was frozen. */
    void passFrozen(Duration time) {
        wall = wall.plus(time);
    }

    WriteFence fence() {
        return fence(Duration.ofSeconds(10));
    }

    WriteFence fence(Duration lease) {
        return new WriteFence(settings(Optional.of("fence"), lease), this, this, () -> monotonic.toNanos());
    }

    WriteFence fenceWithoutTable() {
        return new WriteFence(
                settings(Optional.empty(), Duration.ofSeconds(10)), this, this, () -> monotonic.toNanos());
    }

    private static FenceSettings settings(Optional<String> table, Duration lease) {
        return new FenceSettings() {

            @Override
            public Optional<String> table() {
                return table;
            }

            @Override
            public String region() {
                return OWN;
            }

            @Override
            public Duration lease() {
                return lease;
            }

            @Override
            public Duration refusal() {
                return Duration.ofSeconds(1);
            }

            @Override
            public Duration timeout() {
                return Duration.ofMinutes(1);
            }
        };
    }

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
        reads++;
        if (unreachable || !request.consistentRead()) {
            return CompletableFuture.failedFuture(new IllegalStateException("unreachable"));
        }
        CompletableFuture<GetItemResponse> response =
                slow ? new CompletableFuture<>() : CompletableFuture.completedFuture(response());
        waiting.add(response);
        return response;
    }

    private GetItemResponse response() {
        return GetItemResponse.builder().item(item).build();
    }

    @Override
    public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
        writes.add(request);
        return new CompletableFuture<>();
    }

    @Override
    public Instant instant() {
        return wall;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
