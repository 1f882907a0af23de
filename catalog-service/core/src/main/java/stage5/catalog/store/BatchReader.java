package stage5.catalog.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.store.EventStore;
import stage5.kit.web.resilience.TimeBudget;

/**
 * Reads many items in batches. The reads are strongly consistent: a value that is cached after an invalidation must not
 * be older than the change that caused the invalidation.
 */
@ApplicationScoped
class BatchReader {

    /** The limit of BatchGetItem, in keys. */
    private static final int BATCH_SIZE = 100;

    /** Time-out of a batch with its repetitions; the time budget of the request may end earlier. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Dynamo dynamo;
    private final String table;

    BatchReader(Dynamo dynamo, EventStore events) {
        this.dynamo = dynamo;
        this.table = events.table();
    }

    /** Completes with the items that exist, in no particular order; fails as {@link Dynamo#getAll} does. */
    Uni<List<Map<String, AttributeValue>>> read(List<Map<String, AttributeValue>> keys) {
        return Multi.createFrom()
                .iterable(keys)
                .group()
                .intoLists()
                .of(BATCH_SIZE)
                .onItem()
                .transformToUniAndMerge(batch -> TimeBudget.within(LIMIT, dynamo.getAll(table, batch, true)))
                .onItem()
                .<Map<String, AttributeValue>>disjoint()
                .collect()
                .asList();
    }
}
