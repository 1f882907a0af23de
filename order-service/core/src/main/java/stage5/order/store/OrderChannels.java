package stage5.order.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.web.resilience.Delay;

/**
 * The Redis pub/sub channels that this process listens to, all on one connection. A channel is subscribed while it has a
 * listener, so Redis sends this process only what one of its listeners gets. The connection is opened for the first listener and
 * closed after the last one: a subscription would not survive the freeze or snapshot of a function, and a connection that only
 * listens would never detect that. Thread-safe.
 */
@ApplicationScoped
class OrderChannels {

    private static final Logger LOG = Logger.getLogger(OrderChannels.class);
    private static final Duration FIRST_RECONNECT = Duration.ofMillis(200);
    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(5);
    private static final String MESSAGE = "message";

    private final Redis redis;
    private final Map<String, Set<MultiEmitter<? super String>>> listeners = new HashMap<>();
    private RedisConnection connection;
    private boolean opening;
    private Duration reconnect = FIRST_RECONNECT;

    OrderChannels(Redis redis) {
        this.redis = redis;
    }

    /**
     * Emits the messages of the channel, until it is cancelled. Messages are lost while Redis is not connected. A slow
     * subscriber gets only the latest missed one.
     */
    Multi<String> listen(String channel) {
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            add(channel, emitter);
                            emitter.onTermination(() -> remove(channel, emitter));
                        },
                        BackPressureStrategy.LATEST);
    }

    private synchronized void add(String channel, MultiEmitter<? super String> listener) {
        boolean isNew = !listeners.containsKey(channel);
        listeners.computeIfAbsent(channel, c -> new HashSet<>()).add(listener);
        if (connection == null) {
            open();
        } else if (isNew) {
            send(connection, Command.SUBSCRIBE, List.of(channel));
        }
    }

    private synchronized void remove(String channel, MultiEmitter<? super String> listener) {
        Set<MultiEmitter<? super String>> others = listeners.get(channel);
        if (others == null || !others.remove(listener) || !others.isEmpty()) {
            return;
        }
        listeners.remove(channel);
        if (connection != null && listeners.isEmpty()) {
            RedisConnection unused = connection;
            connection = null;
            unused.closeAndForget();
        } else if (connection != null) {
            send(connection, Command.UNSUBSCRIBE, List.of(channel));
        }
    }

    private synchronized void open() {
        if (!opening && connection == null && !listeners.isEmpty()) {
            opening = true;
            redis.connect().subscribe().with(this::opened, this::notOpened);
        }
    }

    private synchronized void opened(RedisConnection opened) {
        opening = false;
        if (listeners.isEmpty()) {
            opened.closeAndForget();
            return;
        }
        connection = opened;
        reconnect = FIRST_RECONNECT;
        opened.handler(this::dispatch);
        opened.exceptionHandler(failure -> lost(opened, failure));
        opened.endHandler(() -> lost(opened, new IllegalStateException("Redis closed the connection")));
        send(opened, Command.SUBSCRIBE, List.copyOf(listeners.keySet()));
    }

    private synchronized void notOpened(Throwable failure) {
        opening = false;
        reopenLater(failure);
    }

    private synchronized void lost(RedisConnection broken, Throwable failure) {
        if (connection == broken) {
            connection = null;
            broken.closeAndForget();
            reopenLater(failure);
        }
    }

    private void reopenLater(Throwable failure) {
        Duration delay = reconnect;
        reconnect = delay.multipliedBy(2).compareTo(LONGEST_RECONNECT) < 0 ? delay.multipliedBy(2) : LONGEST_RECONNECT;
        LOG.debugf(
                "No subscription to order signals, connecting again in %d ms: %s",
                delay.toMillis(), failure.toString());
        Delay.of(delay).subscribe().with(done -> open());
    }

    private void send(RedisConnection to, Command command, List<String> channels) {
        to.send(GuardedRedis.request(command, channels)).subscribe().with(sent -> {}, failure -> lost(to, failure));
    }

    /** Redis sends {@code [message, channel, text]}, and other arrays to confirm subscriptions. */
    private void dispatch(Response pushed) {
        if (pushed != null && pushed.size() == 3 && MESSAGE.equals(pushed.get(0).toString())) {
            String text = pushed.get(2).toString();
            listenersOf(pushed.get(1).toString()).forEach(listener -> listener.emit(text));
        }
    }

    private synchronized List<MultiEmitter<? super String>> listenersOf(String channel) {
        return List.copyOf(listeners.getOrDefault(channel, Set.of()));
    }
}
