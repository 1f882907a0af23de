package stage5.kit.events.outbox;

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
import stage5.kit.events.envelope.Event;

/**
 * Publishes the events that a crash or an SNS outage left in the outbox, in order within each subject. Every process of
 * a service sweeps and measures the outbox; only the process that gets the lease {@code sweep} publishes. The counter
 * {@code stage5.outbox.sweep.failures} counts failed sweeps.
 *
 * <p>Lease against time-out: a sweep starts no new page after {@code stage5.outbox.sweep-budget}. The lease lasts
 * {@link #LAST_REQUEST} longer, for the request in flight. A page with many events of one subject needs one request per
 * event; if SNS is slow it can outlast the lease. Then two sweeps may publish the same events, which consumers treat as
 * duplicates.
 */
@ApplicationScoped
public class Sweeper {

    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    private static final String LEASE = "sweep";

    /** Time for the last request of a sweep: SNS's time-out, and 5 s to mark the accepted events. */
    private static final Duration LAST_REQUEST = Topic.SWEEP_TIMEOUT.plusSeconds(5);

    /** Limits shard concurrency so that marking cannot exhaust the DynamoDB connection pool. */
    private static final int CONCURRENT_SHARDS = 4;

    private final Outbox outbox;
    private final TableLease lease;
    private final Publishing publishing;
    private final Clock clock;
    private final Duration grace;
    private final Duration budget;
    private final Counter failures;

    /**
     * @param grace minimum age of an event before a sweep publishes it; until then the attempt right after the commit
     *     may still be in flight. Longer than that attempt's time-out of 500 ms.
     * @param budget how long a sweep starts new pages
     */
    Sweeper(
            Outbox outbox,
            TableLease lease,
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
     * Completes with the number of published events once the sweep ends; 0 if another process holds the lease. Fails
     * with {@link IllegalStateException} if events wait but none could be published; the next sweep tries again.
     */
    public Uni<Integer> sweep() {
        return outbox.measure()
                .chain(oldest -> oldest.filter(this::isOldEnough).isEmpty() ? nothing() : publishUnderLease())
                .onFailure()
                .invoke(() -> failures.increment());
    }

    private Uni<Integer> publishUnderLease() {
        publishing.checkPredecessorsForAWhile();
        return lease.holding(LEASE, budget.plus(LAST_REQUEST), this::drainShards, Sweeper::nothing);
    }

    private Uni<Integer> drainShards() {
        Instant deadline = clock.instant().plus(budget);
        return Outbox.shards()
                .onItem()
                .transformToUni(shard -> drainShard(new Position(shard), deadline))
                .merge(CONCURRENT_SHARDS)
                .collect()
                .in(() -> new PublishOutcome[] {PublishOutcome.NOTHING}, (sum, outcome) -> sum[0] = sum[0].and(outcome))
                .call(outbox::measure)
                .map(sum -> publishedOrFail(sum[0]));
    }

    private Uni<PublishOutcome> drainShard(Position position, Instant deadline) {
        return Multi.createBy()
                .repeating()
                .uni(() -> publishPage(position))
                .whilst(outcome -> position.hasMore()
                        && !outcome.isStuck()
                        && clock.instant().isBefore(deadline))
                .collect()
                .in(() -> new PublishOutcome[] {PublishOutcome.NOTHING}, (sum, outcome) -> sum[0] = sum[0].and(outcome))
                .map(sum -> sum[0]);
    }

    private Uni<PublishOutcome> publishPage(Position position) {
        return outbox.page(position.shard, position.end)
                .invoke(page -> position.end = page.end())
                .chain(page -> publishing.publishLeftBehind(leftBehind(page.events())));
    }

    /** Returns the events that are old enough, without those that follow a younger one of the same subject. */
    private List<Event> leftBehind(List<Event> events) {
        Set<String> subjectsInFlight = new HashSet<>();
        List<Event> leftBehind = new ArrayList<>();
        for (Event event : events) {
            if (!isOldEnough(event.time())) {
                subjectsInFlight.add(event.subject());
            } else if (!subjectsInFlight.contains(event.subject())) {
                leftBehind.add(event);
            }
        }
        return leftBehind;
    }

    private boolean isOldEnough(Instant time) {
        return time.isBefore(clock.instant().minus(grace));
    }

    private static int publishedOrFail(PublishOutcome outcome) {
        if (outcome.isStuck()) {
            throw new IllegalStateException("No event of the outbox could be published" + outcome.reason());
        }
        if (!outcome.obstacles().isEmpty()) {
            LOG.warnf(
                    "Sweep published %d events; %d obstacles%s",
                    outcome.published(), outcome.obstacles().size(), outcome.reason());
        }
        return outcome.published();
    }

    private static Uni<Integer> nothing() {
        return Uni.createFrom().item(0);
    }

    /** Where a sweep continues in a shard. */
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
