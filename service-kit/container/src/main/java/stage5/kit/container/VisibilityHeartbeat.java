package stage5.kit.container;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Extends the visibility time-out of received messages periodically, until the work on them ends or takes too long.
 * This keeps the poller's message lease while consumption, including its retries, takes longer than one visibility
 * time-out.
 */
final class VisibilityHeartbeat {

    private static final Logger LOG = Logger.getLogger(VisibilityHeartbeat.class);

    /** The maximum time that SQS hides a message after it was received. */
    private static final Duration MAX = Duration.ofHours(12);

    private final Vertx vertx;
    private final Supplier<Uni<Void>> extend;
    private final long timer;
    private long remaining;

    /**
     * Starts the heartbeat on the caller's Vert.x context.
     *
     * @param visibility the visibility time-out; it is extended after each third of it, so that two extensions may fail
     * @param longestWork the time after which the visibility is no longer extended
     * @param extend extends the visibility time-out
     */
    VisibilityHeartbeat(Vertx vertx, Duration visibility, Duration longestWork, Supplier<Uni<Void>> extend) {
        if (longestWork.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(
                    "stage5.poller.longest-work must be 12 hours or less, not " + longestWork);
        }
        Duration period = visibility.dividedBy(3);
        this.vertx = vertx;
        this.extend = extend;
        this.remaining = longestWork.minus(visibility).dividedBy(period);
        this.timer = vertx.setPeriodic(period.toMillis(), ignored -> next());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void next() {
        if (remaining-- <= 0) {
            LOG.warn("A batch takes too long; its messages become visible to other receivers");
            stop();
            return;
        }
        extend.get()
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("Visibility time-out could not be extended: %s", failure.toString()));
    }
}
