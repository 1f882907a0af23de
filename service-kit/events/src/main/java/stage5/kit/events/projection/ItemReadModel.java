package stage5.kit.events.projection;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;

/**
 * A read model whose entries are items of a DynamoDB table. Implements everything except the projection of an event.
 */
public interface ItemReadModel extends ReadModel {

    /** Returns the store of the model's generations. */
    ItemGenerations items();

    @Override
    default String name() {
        return items().model();
    }

    /** Does nothing: a generation consists of the items with its number. */
    @Override
    default Uni<Void> create(long generation) {
        return Uni.createFrom().voidItem();
    }

    /** Completes with true: DynamoDB does not lose items. */
    @Override
    default Uni<Boolean> exists(long generation) {
        return Uni.createFrom().item(true);
    }

    @Override
    default Uni<EntryPage> entries(long generation, String cursor) {
        return items().entries(generation, cursor);
    }

    @Override
    default Uni<Map<String, String>> digests(long generation, Collection<String> keys) {
        return items().digests(generation, keys);
    }

    @Override
    default Uni<String> drop(long generation, String cursor) {
        return items().drop(generation, cursor);
    }
}
