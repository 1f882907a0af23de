package stage5.kit.store;

import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

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
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;

/**
 * What waits in the outbox, read shard by shard in the order of time; a subject's events are all in one shard. Two
 * gauges tell how much that was when it was last measured: {@code stage5.outbox.depth} (events) and {@code
 * stage5.outbox.age} (seconds since the oldest happened, which go on counting between measurements).
 */
@ApplicationScoped
class Outbox {

    static final int PAGE = 100;

    private final Dynamo dynamo;
    private final Clock clock;
    private final String table;
    private volatile Content content = Content.NONE;

    Outbox(Dynamo dynamo, Clock clock, MeterRegistry metrics, @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.clock = clock;
        this.table = table;
        metrics.gauge("stage5.outbox.depth", this, outbox -> outbox.content.depth());
        metrics.gauge("stage5.outbox.age", this, Outbox::ageSeconds);
    }

    /** Returns the shards' numbers, as a stream. */
    static Multi<Integer> shards() {
        return Multi.createFrom()
                .iterable(IntStream.range(0, EventStore.OUTBOX_SHARDS).boxed().toList());
    }

    /** Returns when the oldest event in the outbox happened, or empty, and sets the gauges. */
    Uni<Optional<Instant>> measure() {
        return shards().onItem()
                .transformToUniAndMerge(this::measure)
                .collect()
                .in(() -> new Content[] {Content.NONE}, (sum, shard) -> sum[0] = sum[0].and(shard))
                .map(sum -> content = sum[0])
                .map(Content::oldest);
    }

    /**
     * Returns a shard's events after a place, oldest first.
     *
     * @param after where the page before ended; empty for the first one
     */
    Uni<Page> page(int shard, Map<String, AttributeValue> after) {
        return dynamo.query(inShard(shard, after).andThen(query -> query.limit(PAGE)))
                .map(page -> new Page(
                        page.items().stream()
                                .map(item -> EventCodec.read(string(item, EventStore.EVENT)))
                                .toList(),
                        page.lastEvaluatedKey()));
    }

    private Uni<Content> measure(int shard) {
        return page(shard, Map.of())
                .flatMap(first -> count(shard, first.end(), first.events().size())
                        .map(depth -> new Content(
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
                .indexName(EventStore.OUTBOX)
                .keyConditionExpression("#outbox = :shard")
                .expressionAttributeNames(Map.of("#outbox", EventStore.OUTBOX))
                .expressionAttributeValues(Map.of(":shard", s(Integer.toString(shard))))
                .exclusiveStartKey(after.isEmpty() ? null : after);
    }

    private double ageSeconds() {
        return content.oldest()
                .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    /**
     * Some of a shard's events.
     *
     * @param end the place after which the next page begins; empty where there is none
     */
    record Page(List<Event> events, Map<String, AttributeValue> end) {}

    private record Content(int depth, Optional<Instant> oldest) {

        private static final Content NONE = new Content(0, Optional.empty());

        private Content and(Content other) {
            return new Content(
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
