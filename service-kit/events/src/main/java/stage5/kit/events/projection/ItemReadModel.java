package stage5.kit.events.projection;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;

/** A read model that is items of a DynamoDB table: what its generations are is known, what an event does to them is not. */
public interface ItemReadModel extends ReadModel {

    /** Returns its generations. */
    ItemGenerations items();

    @Override
    default String name() {
        return items().model();
    }

    /** A generation is the items that bear its number; there is nothing to create. */
    @Override
    default Uni<Void> create(long generation) {
        return Uni.createFrom().voidItem();
    }

    /** What is in DynamoDB is not lost. */
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
    default Uni<Boolean> drop(long generation) {
        return items().drop(generation);
    }
}
