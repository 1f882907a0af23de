package stage5.kit.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.event.Event;

/**
 * Publishes what a crash or an SNS outage left in the outbox, each subject's events in their order. Every process of the
 * service sweeps, so every one knows how much there is; but only the one that gets the lease publishes. The counter
 * {@code stage5.outbox.sweep.failures} counts sweeps that failed.
 */
@ApplicationScoped
public class Sweeper {

    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    private static final String LEASE = "sweep";

    /** How long what was begun at the end of a sweep may take: one request to SNS, and the marks of what it took. */
    private static final Duration LAST_REQUEST = Topic.PATIENCE.plusSeconds(5);

    /** All of them would mark more events at once than there are connections, and on a busy machine in vain. */
    private static final int SHARDS_AT_ONCE = 4;

    private final Outbox outbox;
    private final Lease lease;
    private final Publishing publishing;
    private final Clock clock;
    private final Duration grace;
    private final Duration budget;
    private final Counter failures;

    /**
     * @param grace how long the attempt that follows a commit is left alone with its events
     * @param budget how long a sweep goes on beginning new requests
     */
    Sweeper(
            Outbox outbox,
            Lease lease,
            Publishing publishing,
            Clock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.outbox.grace", defaultValue = "2S") Duration grace,
            @ConfigProperty(name = "stage5.outbox.sweep-budget", defaultValue = "5S") Duration budget) {
        this.outbox = outbox;
        this.lease = lease;
        this.publishing = publishing;
        this.clock = clock;
        this.grace = grace;
        this.budget = budget;
        this.failures = metrics.counter("stage5.outbox.sweep.failures");
    }

    /**
     * Returns how many events were published; none where another process is at it. Fails where nothing leaves the
     * outbox; the next sweep goes on.
     */
    public Uni<Integer> sweep() {
        return outbox.measure()
                .chain(oldest -> oldest.filter(this::isLeft).isEmpty() ? nothing() : publishLeft())
                .onFailure()
                .invoke(() -> failures.increment());
    }

    private Uni<Integer> publishLeft() {
        publishing.beWary();
        return lease.holding(LEASE, budget.plus(LAST_REQUEST), this::drain, Sweeper::nothing);
    }

    private Uni<Integer> drain() {
        Instant deadline = clock.instant().plus(budget);
        return Outbox.shards()
                .onItem()
                .transformToUni(shard -> drain(new Position(shard), deadline))
                .merge(SHARDS_AT_ONCE)
                .collect()
                .in(() -> new Outcome[] {Outcome.NOTHING}, (sum, outcome) -> sum[0] = sum[0].and(outcome))
                .call(outbox::measure)
                .map(sum -> published(sum[0]));
    }

    private Uni<Outcome> drain(Position position, Instant deadline) {
        return Multi.createBy()
                .repeating()
                .uni(() -> page(position))
                .whilst(outcome -> position.hasMore()
                        && !outcome.isStuck()
                        && clock.instant().isBefore(deadline))
                .collect()
                .in(() -> new Outcome[] {Outcome.NOTHING}, (sum, outcome) -> sum[0] = sum[0].and(outcome))
                .map(sum -> sum[0]);
    }

    private Uni<Outcome> page(Position position) {
        return outbox.page(position.shard, position.end)
                .invoke(page -> position.end = page.end())
                .chain(page -> publishing.afterwards(left(page.events())));
    }

    /** Returns those of the events that are left to the sweeper, and none behind one that is not. */
    private List<Event> left(List<Event> events) {
        Set<String> underWay = new HashSet<>();
        List<Event> left = new ArrayList<>();
        for (Event event : events) {
            if (!isLeft(event.time())) {
                underWay.add(event.subject());
            } else if (!underWay.contains(event.subject())) {
                left.add(event);
            }
        }
        return left;
    }

    private boolean isLeft(Instant time) {
        return time.isBefore(clock.instant().minus(grace));
    }

    private static int published(Outcome outcome) {
        if (outcome.isStuck()) {
            throw new IllegalStateException("Nothing leaves the outbox" + outcome.reason());
        }
        if (!outcome.obstacles().isEmpty()) {
            LOG.warnf(
                    "A sweep published %d events and met %d obstacles%s",
                    outcome.published(), outcome.obstacles().size(), outcome.reason());
        }
        return outcome.published();
    }

    private static Uni<Integer> nothing() {
        return Uni.createFrom().item(0);
    }

    /** How far a sweep has come in a shard. */
    private static final class Position {

        private final int shard;
        private Map<String, AttributeValue> end = Map.of();

        private Position(int shard) {
            this.shard = shard;
        }

        private boolean hasMore() {
            return !end.isEmpty();
        }
    }
}
