package stage5.kit.container;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Says again and again that messages are being worked on, until it is ended or the work takes too long. */
final class VisibilityHeartbeat {

    private static final Logger LOG = Logger.getLogger(VisibilityHeartbeat.class);

    /** The most that SQS allows a message to be hidden after a receive. */
    private static final Duration MOST = Duration.ofHours(12);

    private final Vertx vertx;
    private final Supplier<Uni<Void>> beat;
    private final long timer;
    private long beatsLeft;

    /**
     * Begins, on the caller's Vert.x context.
     *
     * @param visibility how long one beat lasts; the next comes after a third of it, so that two may get lost
     */
    VisibilityHeartbeat(Vertx vertx, Duration visibility, Duration longestWork, Supplier<Uni<Void>> beat) {
        if (longestWork.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "stage5.poller.longest-work must be 12 hours or less, not " + longestWork);
        }
        Duration period = visibility.dividedBy(3);
        this.vertx = vertx;
        this.beat = beat;
        this.beatsLeft = longestWork.minus(visibility).dividedBy(period);
        this.timer = vertx.setPeriodic(period.toMillis(), ignored -> next());
    }

    void end() {
        vertx.cancelTimer(timer);
    }

    private void next() {
        if (beatsLeft-- <= 0) {
            LOG.warn("A batch takes too long: its messages are given to others as well");
            end();
            return;
        }
        beat.get()
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("Messages in hand could not be kept: %s", failure.toString()));
    }
}
