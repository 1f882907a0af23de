package stage5.kit.events.projection;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import stage5.kit.events.envelope.Event;

/**
 * A projection of this service's own events, kept in generations that know nothing of each other: a CDI bean. What a
 * generation holds depends on which events it has seen, not on their order nor on how often they came.
 */
public interface ReadModel {

    /** Returns what the model is called where it is rebuilt and measured. */
    String name();

    /** Returns when a generation is there, though empty. */
    Uni<Void> create(long generation);

    /** Returns whether the store still has the generation, empty or not. */
    Uni<Boolean> exists(long generation);

    /**
     * Returns whether the event changed the generation: not where it was seen before, is none of the model's business,
     * or the generation is lost.
     */
    Uni<Boolean> project(long generation, Event event);

    /**
     * Returns some of a generation's entries; together the pages hold at least all that are there from the first page to
     * the last.
     *
     * @param cursor the next of the page before, or null for the first
     */
    Uni<EntryPage> entries(long generation, String cursor);

    /** Returns the digests of those of the given entries that the generation has, by key. */
    Uni<Map<String, String>> digests(long generation, Collection<String> keys);

    /** Returns whether nothing is left of a generation, after a part of it, or all, was deleted. */
    Uni<Boolean> drop(long generation);
}
