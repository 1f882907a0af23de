package stage5.catalog.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.store.EventStore;
import stage5.kit.web.resilience.Delay;
import stage5.kit.web.resilience.TimeBudget;

/**
 * Reads many items in batches. The reads are strongly consistent: a value that is cached after an invalidation must not
 * be older than the change that caused the invalidation. DynamoDB may return unprocessed keys; they are read again with
 * exponential back-off (<a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">BatchGetItem</a>).
 */
@ApplicationScoped
class BatchReader {

    /** The limit of BatchGetItem, in keys. */
    private static final int BATCH_SIZE = 100;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    /** Time-out of a batch with its repetitions; the time budget of the request may end earlier. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Dynamo dynamo;
    private final String table;

    BatchReader(Dynamo dynamo, EventStore events) {
        this.dynamo = dynamo;
        this.table = events.table();
    }

    /** Completes with the items that exist, in no particular order. */
    Uni<List<Map<String, AttributeValue>>> read(List<Map<String, AttributeValue>> keys) {
        return Multi.createFrom()
                .iterable(keys)
                .group()
                .intoLists()
                .of(BATCH_SIZE)
                .onItem()
                .transformToUniAndMerge(
                        batch -> TimeBudget.within(LIMIT, readBatch(batch, FIRST_PAUSE, new ArrayList<>())))
                .onItem()
                .<Map<String, AttributeValue>>disjoint()
                .collect()
                .asList();
    }

    private Uni<List<Map<String, AttributeValue>>> readBatch(
            List<Map<String, AttributeValue>> keys, Duration pause, List<Map<String, AttributeValue>> found) {
        KeysAndAttributes wanted =
                KeysAndAttributes.builder().keys(keys).consistentRead(true).build();
        return dynamo.call(c -> c.batchGetItem(get -> get.requestItems(Map.of(table, wanted))))
                .chain(response -> {
                    found.addAll(response.responses().getOrDefault(table, List.of()));
                    List<Map<String, AttributeValue>> left = unprocessed(response);
                    return left.isEmpty()
                            ? Uni.createFrom().item(found)
                            : Delay.of(pause).chain(() -> readBatch(left, pause.multipliedBy(2), found));
                });
    }

    private List<Map<String, AttributeValue>> unprocessed(BatchGetItemResponse response) {
        KeysAndAttributes left = response.unprocessedKeys().get(table);
        return left == null ? List.of() : left.keys();
    }
}
