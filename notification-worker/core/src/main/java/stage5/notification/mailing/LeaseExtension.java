package stage5.notification.mailing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Extends a lease periodically, from the creation of this object until it is stopped or the lease is lost. A failed extension
 * is repeated at the next period. An extension that is in flight when it is stopped may still take effect; then the next
 * claim waits until the lease expires.
 */
final class LeaseExtension {

    private static final Logger LOG = Logger.getLogger(LeaseExtension.class);

    private final Cancellable subscription;

    /**
     * @param lease the length of the lease; it is extended after each third of it, so that two extensions may fail
     * @param extend extends the lease; completes with false if it is lost
     */
    LeaseExtension(Duration lease, Supplier<Uni<Boolean>> extend) {
        this.subscription = Multi.createBy()
                .repeating()
                .uni(() -> afterPeriod(lease.dividedBy(3), extend))
                .whilst(held -> held)
                .subscribe()
                .with(held -> {}, failure -> LOG.error("The lease of a mail is no longer extended", failure));
    }

    void stop() {
        subscription.cancel();
    }

    private static Uni<Boolean> afterPeriod(Duration period, Supplier<Uni<Boolean>> extend) {
        return VertxContexts.emitOnCurrent(
                        Uni.createFrom().voidItem().onItem().delayIt().by(period))
                .chain(extend::get)
                .onFailure()
                .invoke(e -> LOG.warnf("The lease of a mail could not be extended: %s", e.toString()))
                .onFailure()
                .recoverWithItem(true);
    }
}
