package stage5.kit.events.outbox;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;

/** Reads the events of the outbox, page by page, and decides which of them a sweep can publish. */
@ApplicationScoped
class LeftBehindPages {

    private final Outbox outbox;
    private final Predecessors predecessors;

    LeftBehindPages(Outbox outbox, Predecessors predecessors) {
        this.outbox = outbox;
        this.predecessors = predecessors;
    }

    /** Completes with the next page of a shard, with the events before the given time, once it is read. */
    Uni<LeftBehind> read(int shard, Instant before, Map<String, AttributeValue> after) {
        return outbox.page(shard, before, after).chain(page -> {
            List<OutboxEntry> entries = new ArrayList<>();
            List<Unpublishable> unpublishable = new ArrayList<>();
            for (Map<String, AttributeValue> key : page.items()) {
                OutboxEntry.of(key)
                        .ifPresentOrElse(
                                entries::add,
                                () -> unpublishable.add(new Unpublishable(key, "the key names no event")));
            }
            return outbox.read(eventKeys(entries))
                    .chain(items -> decode(entries, byKey(items), unpublishable, page.end()));
        });
    }

    /** Returns the keys of the events, and of the event before each of them. */
    private static Set<Map<String, AttributeValue>> eventKeys(List<OutboxEntry> entries) {
        Set<Map<String, AttributeValue>> keys = new LinkedHashSet<>();
        for (OutboxEntry entry : entries) {
            keys.add(EventItems.key(entry.subject(), entry.sequence()));
            if (entry.sequence() > 1) {
                keys.add(EventItems.key(entry.subject(), entry.sequence() - 1));
            }
        }
        return keys;
    }

    private Uni<LeftBehind> decode(
            List<OutboxEntry> entries,
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items,
            List<Unpublishable> unpublishable,
            Map<String, AttributeValue> end) {
        List<Found> found = new ArrayList<>();
        Map<Map<String, AttributeValue>, Event> previous = new HashMap<>();
        for (OutboxEntry entry : entries) {
            try {
                found.add(new Found(entry, event(items.get(EventItems.key(entry.subject(), entry.sequence())))));
                Map<String, AttributeValue> before = EventItems.key(entry.subject(), entry.sequence() - 1);
                laterInOutbox(entry, items.get(before)).ifPresent(event -> previous.put(before, event));
            } catch (RuntimeException e) {
                unpublishable.add(new Unpublishable(entry.key(), e.toString()));
            }
        }
        found.sort(Comparator.comparingLong(one -> one.event().sequence()));
        found.forEach(one -> previous.remove(EventItems.key(one.event()))); // on this page: in order after the sort
        return predecessors
                .unpublished(List.copyOf(previous.values()))
                .map(unpublished -> new LeftBehind(found, unpublished, unpublishable, end));
    }

    /** Returns the item's event; throws an exception with the reason if it can't be published as it is. */
    private static Event event(Map<String, AttributeValue> item) {
        if (item == null) {
            throw new IllegalStateException("there is no such event");
        }
        Event event = EventItems.event(item);
        if (!OutboxItems.isDated(event)) {
            throw new IllegalStateException("the event is dated " + event.time());
        }
        return event;
    }

    /**
     * Returns the previous event of the subject if a sweep meets it later, which only happens if the clocks of two
     * processes differ. If a sweep meets it earlier, it is published by then, or held back together with its successors.
     */
    private static Optional<Event> laterInOutbox(OutboxEntry entry, Map<String, AttributeValue> previous) {
        if (previous == null) {
            return Optional.empty();
        }
        Event event;
        try {
            event = EventItems.event(previous);
        } catch (RuntimeException e) {
            return Optional.empty(); // set aside, or published before it became unreadable
        }
        return Optional.of(event)
                .filter(before ->
                        OutboxItems.sort(before).compareTo(entry.key().get(SK).s()) > 0);
    }

    private static Map<Map<String, AttributeValue>, Map<String, AttributeValue>> byKey(
            List<Map<String, AttributeValue>> items) {
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> byKey = new HashMap<>();
        items.forEach(
                item -> byKey.put(Attributes.key(item.get(PK).s(), item.get(SK).s()), item));
        return byKey;
    }

    /** An event and its outbox item. */
    record Found(OutboxEntry entry, Event event) {}

    /** An outbox item whose event can't be published. */
    record Unpublishable(Map<String, AttributeValue> key, String reason) {}

    /**
     * A page of the outbox.
     *
     * @param found the events, in order within each subject
     * @param laterPredecessors events that precede one of the page, but are on a later page or too young for this sweep
     * @param end the key after which the next page begins; empty on the last page
     */
    record LeftBehind(
            List<Found> found,
            List<Event> laterPredecessors,
            List<Unpublishable> unpublishable,
            Map<String, AttributeValue> end) {

        static final LeftBehind NOTHING = new LeftBehind(List.of(), List.of(), List.of(), Map.of());
    }
}
