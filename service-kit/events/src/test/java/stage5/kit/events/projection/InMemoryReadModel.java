package stage5.kit.events.projection;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import stage5.kit.events.envelope.Event;

/** A read model in memory: an entry per subject, whose digest is the latest sequence. Not thread-safe. */
final class InMemoryReadModel implements ReadModel {

    static final String NAME = "latest";

    private static final int PAGE_SIZE = 2;

    private final Map<Long, TreeMap<String, String>> generations = new HashMap<>();
    private final List<Long> projectedTo = new ArrayList<>();
    private final Map<String, RuntimeException> subjectFailures = new HashMap<>();
    private final List<String> droppedParts = new ArrayList<>();
    private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private RuntimeException failure;
    private int parts = 1;

    /** Sets an entry of a generation directly, without an event. */
    void set(long generation, String key, String digest) {
        generations.get(generation).put(key, digest);
    }

    /** Returns the entries of a generation, or null if it does not exist. */
    Map<String, String> entriesOf(long generation) {
        return generations.get(generation);
    }

    /** Loses a generation, as a store without persistence does. */
    void lose(long generation) {
        generations.remove(generation);
    }

    /** Returns the generation of each projection so far, in order. */
    List<Long> projectedTo() {
        return projectedTo;
    }

    /** Delays projections until the gate completes. */
    void projectAfter(CompletableFuture<Void> gate) {
        this.gate = gate;
    }

    /** Makes projections fail; null makes them succeed. */
    void failProjections(RuntimeException failure) {
        this.failure = failure;
    }

    /** Makes the projection of one subject's events fail, as an event without a required field does. */
    void failProjectionsOf(String subject, RuntimeException failure) {
        subjectFailures.put(subject, failure);
    }

    /** Sets in how many parts a generation is dropped. */
    void dropIn(int parts) {
        this.parts = parts;
    }

    /** Returns the dropped parts so far, in order: {@code GENERATION/PART}, from part 0. */
    List<String> droppedParts() {
        return droppedParts;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Uni<Void> create(long generation) {
        generations.putIfAbsent(generation, new TreeMap<>());
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Boolean> exists(long generation) {
        return Uni.createFrom().item(generations.containsKey(generation));
    }

    @Override
    public Uni<Boolean> project(long generation, Event event) {
        if (failure != null) {
            return Uni.createFrom().failure(failure);
        }
        if (subjectFailures.containsKey(event.subject())) {
            throw subjectFailures.get(event.subject());
        }
        projectedTo.add(generation);
        return Uni.createFrom().completionStage(gate).map(open -> apply(generation, event));
    }

    @Override
    public Uni<EntryPage> entries(long generation, String cursor) {
        TreeMap<String, String> entries = generations.get(generation);
        Map<String, String> page = new HashMap<>();
        String last = cursor;
        for (String key : cursor == null
                ? entries.keySet()
                : entries.tailMap(cursor, false).keySet()) {
            if (page.size() == PAGE_SIZE) {
                return Uni.createFrom().item(new EntryPage(page, last));
            }
            page.put(key, entries.get(key));
            last = key;
        }
        return Uni.createFrom().item(new EntryPage(page, null));
    }

    @Override
    public Uni<Map<String, String>> digests(long generation, Collection<String> keys) {
        Map<String, String> found = new HashMap<>(generations.get(generation));
        found.keySet().retainAll(keys);
        return Uni.createFrom().item(found);
    }

    @Override
    public Uni<String> drop(long generation, String cursor) {
        int part = cursor == null ? 0 : Integer.parseInt(cursor);
        droppedParts.add(generation + "/" + part);
        if (part + 1 < parts) {
            return Uni.createFrom().item(Integer.toString(part + 1));
        }
        generations.remove(generation);
        return Uni.createFrom().nullItem();
    }

    private boolean apply(long generation, Event event) {
        TreeMap<String, String> entries = generations.get(generation);
        if (entries == null) {
            return false;
        }
        String before = entries.get(event.subject());
        if (before != null && Long.parseLong(before) >= event.sequence()) {
            return false;
        }
        entries.put(event.subject(), Long.toString(event.sequence()));
        return true;
    }
}
