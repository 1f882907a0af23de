package stage5.kit.events.fence;

import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.number;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Whether this process's region may write. One item of a global table names the region and its epoch; only an operator changes
 * it. The table has to be strongly consistent over all regions (<a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">MRSC</a>): in an
 * eventually consistent one, a region that is cut off reads its own old item for as long as it is cut off.
 *
 * <p>A read of the item is a lease: it allows writes for {@link FenceSettings#lease}, counted from its start, and is renewed in
 * the background after half of that, when there is a write. So the reads of a process depend on time, not on its writes. If the
 * item can't be read, the lease ends, and with it the writes. Both a monotonic and a wall clock count the lease, because the
 * monotonic one may stand still while a function's environment is frozen.
 */
@ApplicationScoped
public class WriteFence {

    /** The key of the item. */
    public static final String PARTITION = "FENCE";

    public static final String SORT = "WRITER";

    /** The attribute with the region that may write; missing while no region may. */
    public static final String REGION = "region";

    /** The attribute with the number of the failover, which only grows. */
    public static final String EPOCH = "epoch";

    /** A failover waits three times as long, so that the last write of the former region has ended. */
    public static final Duration MAX_LEASE = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(WriteFence.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final FenceSettings settings;
    private final String table;
    private final DynamoDbAsyncClient client;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private volatile Decision decision;
    private CompletableFuture<Boolean> reading; // guarded by this
    private long epoch; // guarded by this

    @Inject
    WriteFence(FenceSettings settings, DynamoDbAsyncClient client, Clock clock, MeterRegistry metrics) {
        this(settings, client, clock, System::nanoTime);
        if (isEnabled()) {
            metrics.gauge("stage5.fence.open", this, fence -> fence.isOpen() ? 1 : 0);
        }
    }

    /**
     * Creates a fence.
     *
     * @param client for the reads of the table; its reads must not require this fence
     * @param nanoClock a monotonic clock such as {@link System#nanoTime()}
     */
    public WriteFence(FenceSettings settings, DynamoDbAsyncClient client, InstantSource clock, LongSupplier nanoClock) {
        if (settings.lease().compareTo(MAX_LEASE) > 0) {
            throw new IllegalArgumentException(
                    "stage5.fence.lease must be %s or less, not %s: a failover waits for its end"
                            .formatted(MAX_LEASE, settings.lease()));
        }
        this.settings = settings;
        this.table = settings.table().orElse(null);
        this.client = client;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /** Returns whether there is a fence; without one every process may write. */
    public boolean isEnabled() {
        return table != null;
    }

    /** Completes with whether this process may write at this moment; at once, except if the table has to be read. Never fails. */
    public Uni<Boolean> isHeld() {
        return isEnabled()
                ? VertxContexts.fromStage(this::held)
                : Uni.createFrom().item(true);
    }

    /** Returns the 503 problem of a refused write. */
    static ProblemException refused() {
        return ProblemException.unavailable("This region does not accept changes at the moment.", RETRY_AFTER);
    }

    /** Completes with whether this process may write at this moment; never fails. */
    CompletableFuture<Boolean> held() {
        Decision last = decision;
        if (last == null || !last.isValid()) {
            return read();
        }
        if (last.open && last.isAging()) {
            read();
        }
        return CompletableFuture.completedFuture(last.open);
    }

    private boolean isOpen() {
        Decision last = decision;
        return last != null && last.open && last.isValid();
    }

    /** Starts a read, or returns the one that is running. */
    private synchronized CompletableFuture<Boolean> read() {
        if (reading == null) {
            Decision open = new Decision(true, settings.lease()); // before the read: the lease counts from here
            CompletableFuture<Boolean> started = new CompletableFuture<>();
            reading = started;
            CompletableFuture.completedFuture(table)
                    .thenCompose(name -> client.getItem(
                            get -> get.tableName(name).key(key(PARTITION, SORT)).consistentRead(true)))
                    .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .thenApply(response -> decide(response.item(), open))
                    .exceptionally(this::notRead)
                    .thenAccept(started::complete);
            return started;
        }
        return reading;
    }

    private synchronized boolean decide(Map<String, AttributeValue> item, Decision open) {
        reading = null;
        String writer = item.containsKey(REGION) ? item.get(REGION).s() : "";
        long read = item.containsKey(EPOCH) ? number(item, EPOCH) : 0;
        // A lower epoch is an old item: the table is not strongly consistent.
        boolean mayWrite = writer.equals(settings.region()) && read >= epoch;
        if (decision == null || decision.open != mayWrite) {
            LOG.infof(
                    "%s %s write: epoch %d belongs to %s",
                    settings.region(), mayWrite ? "may" : "may not", read, writer.isEmpty() ? "no region" : writer);
        }
        epoch = Math.max(epoch, read);
        decision = mayWrite ? open : new Decision(false, settings.refusal());
        return mayWrite;
    }

    /** A valid lease lasts until its end. */
    private synchronized boolean notRead(Throwable failure) {
        reading = null;
        boolean stillOpen = isOpen();
        LOG.warnf(
                "%s can't be read, writes are %s: %s",
                table, stillOpen ? "allowed until the lease ends" : "refused", failure.toString());
        if (!stillOpen) {
            decision = new Decision(false, settings.refusal());
        }
        return stillOpen;
    }

    /** A result of a read, valid for some time from its creation. */
    private final class Decision {

        private final boolean open;
        private final Duration validity;
        private final long nanos = nanoClock.getAsLong();
        private final long millis = clock.millis();

        Decision(boolean open, Duration validity) {
            this.open = open;
            this.validity = validity;
        }

        boolean isValid() {
            return isYoungerThan(validity);
        }

        boolean isAging() {
            return !isYoungerThan(validity.dividedBy(2));
        }

        /** A wall clock that was set back says nothing about the age. */
        private boolean isYoungerThan(Duration age) {
            long elapsed = clock.millis() - millis;
            return nanoClock.getAsLong() - nanos < age.toNanos() && elapsed >= 0 && elapsed < age.toMillis();
        }
    }
}
