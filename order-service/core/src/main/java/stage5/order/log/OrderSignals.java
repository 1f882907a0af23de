package stage5.order.log;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jboss.logging.Logger;
import stage5.kit.redis.GuardedRedis;

/**
 * Tells every instance of the service that an order has changed, by Redis pub/sub, so that whoever waits for the order
 * looks at once, also after an environment of Lambda's was restored from a snapshot (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">runtime hooks</a>). A signal carries no state and may get lost: who waits looks now and then anyway.
 */
@ApplicationScoped
public class OrderSignals implements Resource {

    private static final Logger LOG = Logger.getLogger(OrderSignals.class);
    private static final String CHANNEL = "orders:changed";
    private static final Duration FIRST_RECONNECT = Duration.ofMillis(200);
    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(5);

    private final GuardedRedis redis;
    private final ReactiveRedisDataSource subscriptions;
    private final BroadcastProcessor<String> received = BroadcastProcessor.create();
    private Cancellable subscription;

    OrderSignals(GuardedRedis redis, ReactiveRedisDataSource subscriptions) {
        this.redis = redis;
        this.subscriptions = subscriptions;
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

    void start(@Observes StartupEvent started) {
        Core.getGlobalContext().register(this);
        listen();
    }

    /** No connection outlives a snapshot, and one that only listens would never find out. */
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        subscription.cancel();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        listen();
    }

    private void listen() {
        subscription = Multi.createFrom()
                .deferred(() -> subscriptions.pubsub(String.class).subscribe(CHANNEL))
                .onCompletion()
                .failWith(() -> new IllegalStateException("Redis has closed the connection"))
                .onFailure()
                .invoke(e -> LOG.debugf("Not listening to signals, trying again: %s", e.toString()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RECONNECT, LONGEST_RECONNECT)
                .indefinitely()
                .subscribe()
                .with(received::onNext, e -> LOG.error("Signals are no longer listened to", e));
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
