package stage5.kit.events.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stage5.kit.events.dynamodb.Attributes.s;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.projection.ItemGenerations.Entry;
import stage5.kit.web.problem.ProblemException;

class ItemBatchTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final BatchTable table = new BatchTable();
    private final ItemGenerations items = new ItemGenerations(new Dynamo(table, TIMEOUT), "order-view", "history");

    @Test
    void shouldPutAllItems_inBatchesOfTwentyFive() {
        items.putAll(3, entries(60)).await().atMost(TIMEOUT);

        assertThat(table.batches).extracting(List::size).containsExactly(25, 25, 10);
        assertThat(table.written).hasSize(60).anySatisfy(item -> assertThat(item)
                .isEqualTo(Map.of(
                        "pk", s("history/3/ada"),
                        "sk", s("order-7"),
                        "sequence", AttributeValue.fromN("2"),
                        "status", s("placed"))));
    }

    @Test
    void shouldPutAnItemOnce_whenItIsInTheBatchTwice() {
        List<Entry> entries = new ArrayList<>(entries(2));
        entries.addAll(entries(2));

        items.putAll(3, entries).await().atMost(TIMEOUT);

        assertThat(table.written).hasSize(2);
    }

    @Test
    void shouldPutTheRest_whenDynamoDbLeavesItemsUnprocessed() {
        table.unprocessedBatches = 3;

        items.putAll(3, entries(10)).await().atMost(TIMEOUT);

        assertThat(table.written).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void shouldFailWith503_whenDynamoDbNeverProcessesTheRest() {
        table.unprocessedBatches = Integer.MAX_VALUE;

        assertThatThrownBy(() -> items.putAll(3, entries(10)).await().atMost(TIMEOUT))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(503));
    }

    @Test
    void shouldCallNothing_whenThereAreNoItems() {
        items.putAll(3, List.of()).await().atMost(TIMEOUT);

        assertThat(table.batches).isEmpty();
    }

    private static List<Entry> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> new Entry("ada", "order-" + n, 2, Map.of("status", s("placed"))))
                .toList();
    }

    /** Leaves all but the first item of some batches unprocessed, as DynamoDB does while it throttles. */
    private static final class BatchTable implements DynamoDbAsyncClient {

        private final List<List<WriteRequest>> batches = new ArrayList<>();
        private final List<Map<String, AttributeValue>> written = new ArrayList<>();
        private int unprocessedBatches;

        @Override
        public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
            List<WriteRequest> writes = request.requestItems().get("order-view");
            batches.add(writes);
            int processed = unprocessedBatches-- > 0 ? 1 : writes.size();
            writes.subList(0, processed)
                    .forEach(write -> written.add(write.putRequest().item()));
            List<WriteRequest> rest = writes.subList(processed, writes.size());
            return CompletableFuture.completedFuture(BatchWriteItemResponse.builder()
                    .unprocessedItems(rest.isEmpty() ? Map.of() : Map.of("order-view", rest))
                    .build());
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
