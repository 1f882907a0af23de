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
import stage5.kit.dynamo.Dynamo;
import stage5.kit.faults.Pause;
import stage5.kit.faults.TimeBudget;
import stage5.kit.store.EventStore;

/**
 * Reads many items at once, strongly consistent: what is cached after an invalidation must not be older than the change
 * that caused it. DynamoDB may leave keys unprocessed, to be asked for again after a growing pause (<a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">BatchGetItem</a>).
 */
@ApplicationScoped
class BatchReader {

    /** The most keys that BatchGetItem takes. */
    private static final int BATCH_SIZE = 100;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    /** How long keys may stay unprocessed; the caller's own time budget may end earlier. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Dynamo dynamo;
    private final String table;

    BatchReader(Dynamo dynamo, EventStore events) {
        this.dynamo = dynamo;
        this.table = events.table();
    }

    /** Returns those of the items that exist, in no particular order. */
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
                            : Pause.of(pause).chain(() -> readBatch(left, pause.multipliedBy(2), found));
                });
    }

    private List<Map<String, AttributeValue>> unprocessed(BatchGetItemResponse response) {
        KeysAndAttributes left = response.unprocessedKeys().get(table);
        return left == null ? List.of() : left.keys();
    }
}
