package stage5.kit.events.outbox;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.s;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;
import stage5.kit.events.dynamodb.Dynamo;

/**
 * Reads and measures the outbox, whose layout {@link OutboxItems} describes. Two gauges hold the last measurement:
 * {@code stage5.outbox.age} (seconds since the oldest event that a sweep would publish, which grow between measurements; 0
 * without one) and {@code
 * stage5.outbox.depth} (events that a sweep would publish; counted up to {@value #MAX_DEPTH_OF_SHARD} a shard). The
 * counter {@code stage5.outbox.aside} counts the events that were set aside.
 */
@ApplicationScoped
class Outbox {

    /** The limit of BatchGetItem, with which the events of a page are read. */
    static final int PAGE_SIZE = 100;

    /** Less than the 1 MB that one query reads. */
    static final int MAX_DEPTH_OF_SHARD = 2_500;

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private static final Map<String, String> KEYS = Map.of("#pk", PK, "#sk", SK);

    private final Dynamo dynamo;
    private final Clock clock;
    private final OutboxItems items;
    private final String table;
    private final Counter setAside;
    private volatile Optional<Instant> oldest = Optional.empty();
    private volatile int depth;

    Outbox(
            Dynamo dynamo,
            Clock clock,
            OutboxItems items,
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.clock = clock;
        this.items = items;
        this.table = table;
        this.setAside = metrics.counter("stage5.outbox.aside");
        metrics.gauge("stage5.outbox.depth", this, outbox -> outbox.depth);
        metrics.gauge("stage5.outbox.age", this, Outbox::ageSeconds);
    }

    /** Emits the numbers of all shards. */
    Multi<Integer> shards() {
        return Multi.createFrom()
                .iterable(IntStream.range(0, items.shards()).boxed().toList());
    }

    /**
     * Completes with the time of the oldest event, or empty if there are none, once the first item of each shard is read.
     * An item without a valid time counts as the oldest.
     */
    Uni<Optional<Instant>> measureAge() {
        return shards().onItem()
                .transformToUniAndMerge(
                        shard -> dynamo.query(query -> inShard(query, shard, OutboxItems.sortAt(Instant.MAX))
                                .limit(1)
                                .consistentRead(false)))
                .collect()
                .asList()
                .map(pages -> oldest = pages.stream()
                        .flatMap(page -> page.items().stream())
                        .map(item -> OutboxEntry.of(item).map(OutboxEntry::time).orElse(Instant.EPOCH))
                        .min(Comparator.naturalOrder()));
    }

    /**
     * Completes once the depth is measured: the number of events that are older than the given time, up to a limit. A
     * failure is logged only, because nothing else depends on the depth.
     */
    Uni<Void> measureDepth(Instant before) {
        return shards().onItem()
                .transformToUniAndMerge(shard -> dynamo.query(query -> inShard(query, shard, OutboxItems.sortAt(before))
                        .limit(MAX_DEPTH_OF_SHARD)
                        .select(Select.COUNT)))
                .collect()
                .asList()
                .invoke(pages ->
                        depth = pages.stream().mapToInt(page -> page.count()).sum())
                .onFailure()
                .invoke(failure -> LOG.warnf("The outbox could not be counted: %s", failure.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Sets depth and age to 0 because no event is old enough for a sweep. */
    void noteNothingLeft() {
        depth = 0;
        oldest = Optional.empty();
    }

    /**
     * Completes with a page of a shard's items, oldest first, once it is read; strongly consistent.
     *
     * @param before the page has only items of events before this time
     * @param after {@link Page#end} of the previous page; empty for the first page
     */
    Uni<Page> page(int shard, Instant before, Map<String, AttributeValue> after) {
        return dynamo.query(query -> inShard(query, shard, OutboxItems.sortAt(before))
                        .limit(PAGE_SIZE)
                        .consistentRead(true)
                        .exclusiveStartKey(after.isEmpty() ? null : after))
                .map(page -> new Page(page.items(), page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of()));
    }

    /** Completes with the existing items of the service's table among these keys once all are read; consistent. */
    Uni<List<Map<String, AttributeValue>>> read(Collection<Map<String, AttributeValue>> keys) {
        return Multi.createFrom()
                .iterable(keys)
                .group()
                .intoLists()
                .of(PAGE_SIZE)
                .onItem()
                .transformToUniAndConcatenate(some -> dynamo.getAll(table, some, true))
                .collect()
                .in(ArrayList::new, List::addAll);
    }

    /**
     * Completes once the event's item is stored again with the reason, where no sweep reads it. The caller then removes
     * the outbox item.
     */
    Uni<Void> setAside(Map<String, AttributeValue> key, String reason) {
        LOG.errorf("%s can't be published and is set aside: %s", key.get(SK).s(), reason);
        return dynamo.call(c ->
                        c.putItem(put -> put.tableName(table).item(OutboxItems.aside(key, reason, clock.instant()))))
                .invoke(() -> setAside.increment())
                .replaceWithVoid();
    }

    private QueryRequest.Builder inShard(QueryRequest.Builder query, int shard, String before) {
        return query.tableName(table)
                .keyConditionExpression("#pk = :shard AND #sk < :before")
                .expressionAttributeNames(KEYS)
                .expressionAttributeValues(Map.of(":shard", s(OutboxItems.partition(shard)), ":before", s(before)));
    }

    private double ageSeconds() {
        return oldest.map(time -> Duration.between(time, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    /**
     * One page of a shard.
     *
     * @param end the key after which the next page begins; empty on the last page
     */
    record Page(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> end) {}
}
