package stage5.kit.store;

import static stage5.kit.dynamo.Attributes.PK;
import static stage5.kit.dynamo.Attributes.SK;
import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.n;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;

/**
 * The events of a service, kept in its own table beside the state that they belong to, for ever. An event that SNS does
 * not have yet carries the attribute {@value #OUTBOX}, the key of a sparse index: that index is the outbox.
 */
@ApplicationScoped
public class EventStore {

    static final String OUTBOX = "outbox";
    static final String EVENT_ID = "eventId";
    static final String EVENT = "event";

    /** Spreads the outbox over index partitions, of which each takes 1,000 writes a second. */
    static final int OUTBOX_SHARDS = 4;

    private static final String SORT_PREFIX = "EVENT#";
    private static final int SCANNED = 500; // items, of which about half are events
    private static final Duration REMEMBERED = Duration.ofDays(15); // longer than any message lives: SQS keeps 14 days

    private final Dynamo dynamo;
    private final Clock clock;
    private final Publishing publishing;
    private final String table;

    EventStore(Dynamo dynamo, Clock clock, Publishing publishing, @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.clock = clock;
        this.publishing = publishing;
        this.table = table;
    }

    /** Returns the name of the table that holds the events and the state which they belong to. */
    public String table() {
        return table;
    }

    /** Returns an empty change, to be filled and committed. */
    public Change change() {
        return new Change(this);
    }

    /** Returns a subject's events in order, as they are now; empty where there are none. */
    public Uni<List<Event>> read(String subject) {
        return dynamo.queryAll(query -> query.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :event)")
                        .expressionAttributeValues(Map.of(":pk", s(subject), ":event", s(SORT_PREFIX))))
                .map(items -> items.stream()
                        .map(item -> EventCodec.read(string(item, EVENT)))
                        .toList());
    }

    /** Returns the event of a subject with this sequence number; empty where there is none. */
    public Uni<Optional<Event>> read(String subject, long sequence) {
        return dynamo.get(table, key(subject, sortKey(sequence)))
                .map(found -> found.map(item -> EventCodec.read(string(item, EVENT))));
    }

    /**
     * Returns a page of all events, as they are now. The store is read in {@code segments} parts, which are about as
     * large as each other (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan">parallel
     * scan</a>); what was stored before a part's first page was asked for is in it.
     *
     * @param segment which part, from 0
     * @param cursor the next of the page before, or null for the part's first
     */
    public Uni<EventPage> scan(int segment, int segments, String cursor) {
        return dynamo.scan(cursor, scan -> scan.tableName(table)
                        .consistentRead(true)
                        .segment(segment)
                        .totalSegments(segments)
                        .limit(SCANNED)
                        .filterExpression("begins_with(sk, :event)")
                        .expressionAttributeValues(Map.of(":event", s(SORT_PREFIX))))
                .map(page -> new EventPage(
                        page.items().stream()
                                .map(item -> EventCodec.read(string(item, EVENT)))
                                .toList(),
                        page.next()));
    }

    Put eventPut(Event event) {
        return Put.builder()
                .tableName(table)
                .item(Map.of(
                        PK, s(event.subject()),
                        SK, s(sortKey(event)),
                        EVENT_ID, s(event.id()),
                        EVENT, s(EventCodec.write(event)),
                        OUTBOX, s(shard(event))))
                .conditionExpression("attribute_not_exists(pk)")
                .build();
    }

    Put consumedPut(String consumer, Event event) {
        Map<String, AttributeValue> key = key("CONSUMED#" + consumer + "#" + event.id(), "CONSUMED");
        return Put.builder()
                .tableName(table)
                .item(Map.of(
                        PK,
                        key.get(PK),
                        SK,
                        key.get(SK),
                        "expiresAt",
                        n(clock.instant().plus(REMEMBERED).getEpochSecond())))
                .conditionExpression("attribute_not_exists(pk)")
                .build();
    }

    Uni<Void> commit(Change change) {
        return Transactions.write(dynamo, change).chain(() -> publishing.afterCommit(change.events()));
    }

    static String sortKey(Event event) {
        return sortKey(event.sequence());
    }

    static String sortKey(long sequence) {
        return SORT_PREFIX + "%010d".formatted(sequence);
    }

    private static String shard(Event event) {
        return Integer.toString(Math.floorMod(event.subject().hashCode(), OUTBOX_SHARDS));
    }
}
