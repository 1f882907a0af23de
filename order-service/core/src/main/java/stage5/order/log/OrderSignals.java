package stage5.order.log;

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
 * Tells every instance of the service that an order has changed, by Redis pub/sub, so that whoever waits for the order
 * looks at once. A signal carries no state and may get lost: who waits looks now and then anyway.
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

    /** Returns when the signal is out or has come to nothing; it never fails, for the change stands either way. */
    Uni<Void> changed(String orderId) {
        return redis.send(Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(orderId))
                .onFailure()
                .invoke(e -> LOG.debugf("Order %s has changed, unsignalled: %s", orderId, e.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Returns the signals for an order; a slow reader gets the latest of those that she has missed. */
    public Multi<String> of(String orderId) {
        return received.filter(orderId::equals).onOverflow().dropPreviousItems();
    }

    /**
     * One connection for all who wait, and none while nobody does: it would not outlive a function's freeze or snapshot,
     * and what only listens would never find out.
     */
    private static Multi<String> listen(ReactiveRedisDataSource subscriptions) {
        return Multi.createFrom()
                .deferred(() -> subscriptions.pubsub(String.class).subscribe(CHANNEL))
                .onCompletion()
                .failWith(() -> new IllegalStateException("Redis has closed the connection"))
                .onFailure()
                .invoke(e -> LOG.debugf("Not listening to signals, trying again: %s", e.toString()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RECONNECT, LONGEST_RECONNECT)
                .indefinitely()
                .broadcast()
                .withCancellationAfterLastSubscriberDeparture()
                .toAllSubscribers();
    }
}
