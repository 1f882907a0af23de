package stage5.kit.events.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import stage5.kit.events.dynamodb.TableLease;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.MessagingSpans;

/**
 * Publishes the events that a crash or an SNS outage left in the outbox, in order within each subject. Every process of
 * a service sweeps and measures the outbox; only the process that gets the lease {@code sweep} publishes. The counter
 * {@code stage5.outbox.sweep.failures} counts failed sweeps. A sweep that publishes is a trace of its own, which links to
 * the events.
 *
 * <p>Lease against time-out: a sweep starts no request to SNS after {@code stage5.outbox.sweep-budget}. The lease lasts
 * {@link #LAST_REQUEST} longer, for the requests in flight.
 */
@ApplicationScoped
public class Sweeper {

    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    private static final String LEASE = "sweep";

    /** Time for the last requests of a sweep: SNS's time-out, and 5 s to remove the accepted events. */
    private static final Duration LAST_REQUEST = Topic.SWEEP_TIMEOUT.plusSeconds(5);

    private final Outbox outbox;
    private final LeftBehindPages pages;
    private final OutboxRemoval removal;
    private final TableLease lease;
    private final Publishing publishing;
    private final EventTrace trace;
    private final MessagingSpans spans;
    private final Clock clock;
    private final Duration grace;
    private final Duration budget;
    private final Counter failures;
    private volatile Instant nothingLeftUntil = Instant.MIN;

    Sweeper(
            Outbox outbox,
            LeftBehindPages pages,
            OutboxRemoval removal,
            TableLease lease,
            Publishing publishing,
            EventTrace trace,
            MessagingSpans spans,
            Clock clock,
            MeterRegistry metrics,
            OutboxSettings settings) {
        this.outbox = outbox;
        this.pages = pages;
        this.removal = removal;
        this.lease = lease;
        this.publishing = publishing;
        this.trace = trace;
        this.spans = spans;
        this.clock = clock;
        this.grace = settings.grace();
        this.budget = settings.sweepBudget();
        this.failures = metrics.counter("stage5.outbox.sweep.failures");
    }

    /**
     * Completes with the number of published events once the sweep ends; 0 if another process holds the lease. Fails
     * with {@link IllegalStateException} if events wait but none could be published; the next sweep tries again.
     *
     * <p>Publishes without counting first: one item of each shard shows whether there is an event to publish. The depth
     * is measured afterwards, and only if there was. If there was none, no event can be old enough before the oldest one is,
     * or one that is stored now. Until then a sweep reads nothing.
     */
    public Uni<Integer> sweep() {
        Instant now = clock.instant();
        if (now.isBefore(nothingLeftUntil)) {
            return Uni.createFrom().item(0);
        }
        Instant before = now.minus(grace);
        return outbox.measureAge()
                .chain(oldest -> oldest.filter(before::isAfter).isEmpty()
                        ? nothingLeft(oldest.filter(now::isAfter).orElse(now))
                        : publishUnderLease(before))
                .onFailure()
                .invoke(() -> failures.increment());
    }

    private Uni<Integer> publishUnderLease(Instant before) {
        publishing.checkPredecessorsForAWhile();
        Context around = Context.current();
        return lease.holding(
                        LEASE,
                        budget.plus(LAST_REQUEST),
                        () -> trace.within(() -> spans.work("sweep outbox", List.of(), around), () -> publish(before)),
                        () -> Uni.createFrom().item(0))
                .eventually(() -> outbox.measureDepth(before));
    }

    private Uni<Integer> publish(Instant before) {
        return new Sweep(outbox, pages, removal, publishing, clock, before, budget)
                .run()
                .map(Sweeper::publishedOrFail);
    }

    private static int publishedOrFail(SweepProgress progress) {
        if (progress.published() == 0 && progress.obstacles() > 0) {
            throw new IllegalStateException("No event of the outbox could be published: " + progress.obstacle());
        }
        if (progress.obstacles() > 0) {
            LOG.warnf(
                    "Sweep published %d events; %d obstacles: %s",
                    progress.published(), progress.obstacles(), progress.obstacle());
        }
        return progress.published();
    }

    private Uni<Integer> nothingLeft(Instant oldest) {
        nothingLeftUntil = oldest.plus(grace);
        outbox.noteNothingLeft();
        return Uni.createFrom().item(0);
    }
}
