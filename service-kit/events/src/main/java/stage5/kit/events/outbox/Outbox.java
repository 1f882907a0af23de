package stage5.kit.events.outbox;

import static stage5.kit.events.dynamodb.Attributes.s;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;

/**
 * Reads and measures the outbox, the sparse index of stored events that are not published yet. A shard is read in order
 * of time; all events of a subject are in one shard. Two gauges hold the last measurement: {@code stage5.outbox.depth}
 * (events) and {@code stage5.outbox.age} (seconds since the oldest event, which grow between measurements).
 */
@ApplicationScoped
class Outbox {

    static final int PAGE_SIZE = 100;

    private final Dynamo dynamo;
    private final Clock clock;
    private final String table;
    private volatile Measurement last = Measurement.EMPTY;

    Outbox(Dynamo dynamo, Clock clock, MeterRegistry metrics, @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.clock = clock;
        this.table = table;
        metrics.gauge("stage5.outbox.depth", this, outbox -> outbox.last.depth());
        metrics.gauge("stage5.outbox.age", this, Outbox::ageSeconds);
    }

    /** Emits the numbers of all shards. */
    static Multi<Integer> shards() {
        return Multi.createFrom()
                .iterable(IntStream.range(0, EventItems.OUTBOX_SHARDS).boxed().toList());
    }

    /** Completes with the time of the oldest event, or empty if there are none, once the gauges are set. */
    Uni<Optional<Instant>> measure() {
        return shards().onItem()
                .transformToUniAndMerge(this::measure)
                .collect()
                .in(() -> new Measurement[] {Measurement.EMPTY}, (sum, shard) -> sum[0] = sum[0].and(shard))
                .map(sum -> last = sum[0])
                .map(Measurement::oldest);
    }

    /**
     * Completes with a page of a shard's events, oldest first, once it is read.
     *
     * @param after {@link Page#end} of the previous page; empty for the first page
     */
    Uni<Page> page(int shard, Map<String, AttributeValue> after) {
        return dynamo.query(inShard(shard, after).andThen(query -> query.limit(PAGE_SIZE)))
                .map(page ->
                        new Page(page.items().stream().map(EventItems::event).toList(), page.lastEvaluatedKey()));
    }

    private Uni<Measurement> measure(int shard) {
        return page(shard, Map.of())
                .flatMap(first -> count(shard, first.end(), first.events().size())
                        .map(depth -> new Measurement(
                                depth, first.events().stream().map(Event::time).min(Comparator.naturalOrder()))));
    }

    private Uni<Integer> count(int shard, Map<String, AttributeValue> after, int before) {
        if (after.isEmpty()) {
            return Uni.createFrom().item(before);
        }
        return dynamo.query(inShard(shard, after).andThen(query -> query.select(Select.COUNT)))
                .flatMap(page -> count(shard, page.lastEvaluatedKey(), before + page.count()));
    }

    private Consumer<QueryRequest.Builder> inShard(int shard, Map<String, AttributeValue> after) {
        return query -> query.tableName(table)
                .indexName(EventItems.OUTBOX)
                .keyConditionExpression("#outbox = :shard")
                .expressionAttributeNames(Map.of("#outbox", EventItems.OUTBOX))
                .expressionAttributeValues(Map.of(":shard", s(Integer.toString(shard))))
                .exclusiveStartKey(after.isEmpty() ? null : after);
    }

    private double ageSeconds() {
        return last.oldest()
                .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    /**
     * One page of a shard.
     *
     * @param end the key after which the next page begins; empty on the last page
     */
    record Page(List<Event> events, Map<String, AttributeValue> end) {}

    private record Measurement(int depth, Optional<Instant> oldest) {

        private static final Measurement EMPTY = new Measurement(0, Optional.empty());

        private Measurement and(Measurement other) {
            return new Measurement(
                    depth + other.depth,
                    oldest.isEmpty()
                                    || other.oldest
                                            .filter(oldest.get()::isAfter)
                                            .isPresent()
                            ? other.oldest
                            : oldest);
        }
    }
}
