package stage5.order.store;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;
import stage5.kit.redis.GuardedRedis;

/**
 * Notifies all instances of the service by Redis pub/sub that an order has changed, so that open event streams read the
 * order at once. A signal carries no state and may get lost: streams also poll.
 */
@ApplicationScoped
public class OrderSignals {

    private static final Logger LOG = Logger.getLogger(OrderSignals.class);
    private static final String CHANNEL = "orders:changed";
    private static final Duration FIRST_RECONNECT = Duration.ofMillis(200);
    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(5);

    private final GuardedRedis redis;
    private final Multi<String> received;

    OrderSignals(GuardedRedis redis, ReactiveRedisDataSource subscriptions) {
        this.redis = redis;
        this.received = listen(subscriptions);
    }

    /** Completes once the signal is published or has failed. Never fails, because the change is already stored. */
    Uni<Void> changed(String orderId) {
        return redis.send(Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(orderId))
                .onFailure()
                .invoke(e -> LOG.debugf("No signal for the change of order %s: %s", orderId, e.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Emits the id of the order at each signal for it; a slow subscriber gets only the latest missed one. */
    public Multi<String> of(String orderId) {
        return received.filter(orderId::equals).onOverflow().dropPreviousItems();
    }

    /**
     * Shares one Redis connection among all subscribers and closes it after the last one. A subscription would not survive
     * the freeze or snapshot of a function, and a connection that only listens would never detect that.
     */
    private static Multi<String> listen(ReactiveRedisDataSource subscriptions) {
        return Multi.createFrom()
                .deferred(() -> subscriptions.pubsub(String.class).subscribe(CHANNEL))
                .onCompletion()
                .failWith(() -> new IllegalStateException("Redis closed the connection"))
                .onFailure()
                .invoke(e -> LOG.debugf("Subscription to order signals failed, retrying: %s", e.toString()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RECONNECT, LONGEST_RECONNECT)
                .indefinitely()
                .broadcast()
                .withCancellationAfterLastSubscriberDeparture()
                .toAllSubscribers();
    }
}
