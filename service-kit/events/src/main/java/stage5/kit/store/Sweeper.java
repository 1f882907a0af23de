package stage5.kit.store;

import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.micrometer.core.instrument.Counter;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;

/**
 * Publishes what a crash or an SNS outage left in the outbox, oldest first. Its gauges tell how much that is:
 * {@code stage5.outbox.depth} (events seen by the last sweep) and {@code stage5.outbox.age} (seconds, of the oldest);
 * the counter {@code stage5.outbox.sweep.failures} counts sweeps that failed.
 */
@ApplicationScoped
public class Sweeper {

    private static final int PAGE = 100;

    private final Dynamo dynamo;
    private final Publishing publishing;
    private final Clock clock;
    private final String table;
    private final Duration grace;
    private final Counter failures;
    private final AtomicInteger depth = new AtomicInteger();
    private final AtomicLong oldestMillis = new AtomicLong();

    Sweeper(
            Dynamo dynamo,
            Publishing publishing,
            Clock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.table") String table,
            @ConfigProperty(name = "stage5.outbox.grace", defaultValue = "2S") Duration grace) {
        this.dynamo = dynamo;
        this.publishing = publishing;
        this.clock = clock;
        this.table = table;
        this.grace = grace;
        this.failures = metrics.counter("stage5.outbox.sweep.failures");
        metrics.gauge("stage5.outbox.depth", depth);
        metrics.gauge("stage5.outbox.age", oldestMillis, millis -> millis.get() / 1000.0);
    }

    /**
     * Returns how many events were published: those older than the grace that the commit's own attempt gets. Fails
     * where SNS still refuses; the next sweep goes on.
     */
    public Uni<Integer> sweep() {
        return Multi.createFrom()
                .iterable(IntStream.range(0, EventStore.OUTBOX_SHARDS).boxed().toList())
                .onItem()
                .transformToUniAndConcatenate(this::pending)
                .onItem()
                .<Event>disjoint()
                .collect()
                .asList()
                .invoke(this::measure)
                .chain(events -> publishing
                        .publish(events.stream()
                                .sorted(Comparator.comparing(Event::time).thenComparingLong(Event::sequence))
                                .toList())
                        .replaceWith(events.size()))
                .onFailure()
                .invoke(() -> failures.increment());
    }

    private Uni<List<Event>> pending(int shard) {
        Instant before = clock.instant().minus(grace);
        return dynamo.query(query -> query.tableName(table)
                        .indexName(EventStore.OUTBOX)
                        .keyConditionExpression("#outbox = :shard")
                        .expressionAttributeNames(Map.of("#outbox", EventStore.OUTBOX))
                        .expressionAttributeValues(Map.of(":shard", s(Integer.toString(shard))))
                        .limit(PAGE))
                .map(page -> page.items().stream()
                        .map(item -> EventCodec.read(string(item, EventStore.EVENT)))
                        .filter(event -> event.time().isBefore(before))
                        .toList());
    }

    private void measure(List<Event> events) {
        depth.set(events.size());
        oldestMillis.set(events.stream()
                .map(Event::time)
                .min(Comparator.naturalOrder())
                .map(time -> Duration.between(time, clock.instant()).toMillis())
                .orElse(0L));
    }
}
