package stage5.kit.events.projection;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.kit.events.envelope.Event;

/**
 * A projection of this service's own events, stored in independent generations. Implementations are CDI beans. The
 * content of a generation has to depend only on the set of events it has seen, not on their order or number of
 * deliveries.
 */
public interface ReadModel {

    /** Returns the model's name in the HTTP API, in metrics and in stored state. */
    String name();

    /** Completes once an empty generation exists. */
    Uni<Void> create(long generation);

    /** Completes with whether the generation exists, empty or not; false if the store lost it. */
    Uni<Boolean> exists(long generation);

    /**
     * Applies an event. Completes with whether it changed the generation; false for a duplicate, an irrelevant event or
     * a lost generation.
     */
    Uni<Boolean> project(long generation, Event event);

    /**
     * Applies several events. Completes with those that changed the generation, once all are applied; fails if one of them
     * fails. An implementation that applies them together may count a duplicate as a change.
     */
    default Uni<List<Event>> projectAll(long generation, List<Event> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event -> project(generation, event)
                        .map(changed -> changed ? Optional.of(event) : Optional.<Event>empty()))
                .filter(Optional::isPresent)
                .map(Optional::get)
                .collect()
                .asList();
    }

    /**
     * Completes with a page of a generation's entries once it is read. The pages together contain every entry that
     * exists from the read of the first page to the read of the last.
     *
     * @param cursor {@link EntryPage#next} of the previous page, or null for the first page
     */
    Uni<EntryPage> entries(long generation, String cursor);

    /** Completes with the digests of the existing entries among these keys, by key, once they are read. */
    Uni<Map<String, String>> digests(long generation, Collection<String> keys);

    /**
     * Deletes the next part of a generation. Completes with the cursor of the part that follows, or null once the generation
     * is gone. A part takes a fraction of a second; it may be deleted again after a crash.
     *
     * @param cursor the result for the previous part, or null for the first part
     */
    Uni<String> drop(long generation, String cursor);
}
