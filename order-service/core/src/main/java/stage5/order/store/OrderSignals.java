package stage5.order.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import stage5.kit.redis.GuardedRedis;

/**
 * Notifies the open event streams of an order by Redis pub/sub that it has changed, so that they read it at once. Each order has
 * its own channel: an instance of the service gets only the signals of orders that it streams. A signal carries no state and may
 * get lost: streams also poll.
 */
@ApplicationScoped
public class OrderSignals {

    private static final Logger LOG = Logger.getLogger(OrderSignals.class);
    private static final String CHANNEL = "orders:changed:";

    private final GuardedRedis redis;
    private final OrderChannels channels;

    OrderSignals(GuardedRedis redis, OrderChannels channels) {
        this.redis = redis;
        this.channels = channels;
    }

    /** Completes once the signal is published or has failed. Never fails, because the change is already stored. */
    Uni<Void> changed(String orderId) {
        return redis.send(Request.cmd(Command.PUBLISH).arg(CHANNEL + orderId).arg(orderId))
                .onFailure()
                .invoke(e -> LOG.debugf("No signal for the change of order %s: %s", orderId, e.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Emits the id of the order at each signal for it; a slow subscriber gets only the latest missed one. */
    public Multi<String> of(String orderId) {
        return channels.listen(CHANNEL + orderId);
    }
}
