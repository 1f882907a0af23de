package stage5.kit.events.store;

import static stage5.kit.events.dynamodb.Attributes.s;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.dynamodb.ItemPage;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.MessagingSpans;
import stage5.kit.events.outbox.OutboxItems;
import stage5.kit.events.outbox.Publishing;

/**
 * Stores a service's events in its own table, in the same transaction as the state they belong to. Events are never
 * deleted. An event that is not published yet also has an item in the outbox (see {@link OutboxItems}).
 */
@ApplicationScoped
public class EventStore {

    /** An item with an event's key may be written before its event is (see {@link Change#announce}). */
    private static final String HAS_EVENT = "attribute_exists(" + EventItems.EVENT + ")";

    private static final int SCAN_LIMIT = 500; // items, of which about half are events

    private final Dynamo dynamo;
    private final OutboxItems outbox;
    private final Publishing publishing;
    private final MessagingSpans spans;
    private final String table;

    EventStore(
            Dynamo dynamo,
            OutboxItems outbox,
            Publishing publishing,
            MessagingSpans spans,
            @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.outbox = outbox;
        this.publishing = publishing;
        this.spans = spans;
        this.table = table;
    }

    /** Returns the name of the table that holds the events and their state. */
    public String table() {
        return table;
    }

    /** Returns an empty change, to be filled and passed to {@link #commit}. */
    public Change change() {
        return new Change(table, outbox);
    }

    /**
     * Writes a change in one transaction. Completes once the change is durable and publishing of its events has started
     * in the background, or, with {@code stage5.outbox.in-background=false}, once they are published or left to the
     * sweeper. Fails with {@link ConditionsFailed} if a condition does not hold, and with a 503 problem if conflicts
     * with other transactions persist; then nothing is written. Failing to publish does not fail the commit.
     */
    public Uni<Void> commit(Change change) {
        return write(change).chain(() -> publishing.afterCommit(change.events(), change.obsolete()));
    }

    /**
     * Writes a change as {@link #commit} does, but publishes nothing and deletes no obsolete items. For several changes whose events are published
     * together, in fuller batches: the caller passes their events to {@link #publish}. If it does not get that far, the
     * sweeper publishes them.
     */
    public Uni<Void> write(Change change) {
        return Transactions.write(dynamo, change).invoke(() -> spans.committed(change.events()));
    }

    /**
     * Publishes the events of written changes. Completes once the events are published or left to the sweeper, even if
     * other events are published in the background; never fails.
     */
    public Uni<Void> publish(List<Event> events) {
        return publishing.publish(events);
    }

    /** Completes with a subject's events in order, empty if there are none, once they are read; strongly consistent. */
    public Uni<List<Event>> read(String subject) {
        return dynamo.queryAll(query -> query.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :event)")
                        .filterExpression(HAS_EVENT)
                        .expressionAttributeValues(Map.of(":pk", s(subject), ":event", s(EventItems.SORT_PREFIX))))
                .map(EventStore::events);
    }

    /** Completes with the subject's event with this sequence, or empty, once it is read; strongly consistent. */
    public Uni<Optional<Event>> read(String subject, long sequence) {
        return dynamo.get(table, EventItems.key(subject, sequence))
                .map(found -> found.filter(EventItems::hasEvent).map(EventItems::event));
    }

    /**
     * Completes with a page of all events once it is read; strongly consistent. An event that cannot be decoded does not
     * fail the page. The table is read in {@code segments}
     * of about equal size (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan">parallel scan
     * </a>). The pages of a segment contain every event that was stored before its first page was read.
     *
     * @param segment from 0 to {@code segments - 1}
     * @param cursor {@link EventPage#next} of the previous page, or null for the segment's first page
     */
    public Uni<EventPage> scan(int segment, int segments, String cursor) {
        return dynamo.scan(cursor, scan -> scan.tableName(table)
                        .consistentRead(true)
                        .segment(segment)
                        .totalSegments(segments)
                        .limit(SCAN_LIMIT)
                        .filterExpression("begins_with(sk, :event) AND " + HAS_EVENT)
                        .expressionAttributeValues(Map.of(":event", s(EventItems.SORT_PREFIX))))
                .map(EventStore::decoded);
    }

    private static EventPage decoded(ItemPage page) {
        List<Event> events = new ArrayList<>();
        List<UnreadableEvent> unreadable = new ArrayList<>();
        for (Map<String, AttributeValue> item : page.items()) {
            try {
                events.add(EventItems.event(item));
            } catch (RuntimeException e) { // decoding does no input or output, so the item is the cause
                unreadable.add(UnreadableEvent.of(item, e));
            }
        }
        return new EventPage(events, unreadable, page.next());
    }

    private static List<Event> events(List<Map<String, AttributeValue>> items) {
        return items.stream()
                .filter(EventItems::hasEvent)
                .map(EventItems::event)
                .toList();
    }
}
