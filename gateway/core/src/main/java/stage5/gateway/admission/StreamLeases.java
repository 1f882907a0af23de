package stage5.gateway.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import stage5.gateway.GatewayConfig;
import stage5.gateway.GatewayConfig.Streams;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisScript;
import stage5.kit.web.problem.ProblemException;

/**
 * Limits the event streams of each caller, and those that wait in place of a stream, over all gateways. Each stream has a lease
 * in Redis; a lease that is not returned, because a process has stopped or is frozen, expires. If Redis does not answer, streams
 * are not limited here, and counted in {@code stage5.gateway.streams.unchecked}.
 */
@Singleton
public final class StreamLeases {

    private static final Logger LOG = Logger.getLogger(StreamLeases.class);
    private static final RedisScript TAKE_LEASE = RedisScript.beside(StreamLeases.class, "take-lease.lua");
    private static final String PREFIX = "gateway/streams/";
    private static final String WAITING = PREFIX + "waiting";

    /** Until a response that has waited is written. */
    private static final Duration RESPONSE_TIME = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final GuardedRedis redis;
    private final Counter refused;
    private final Counter unchecked;
    private final Streams config;
    private final Supplier<String> ids;

    @Inject
    StreamLeases(GuardedRedis redis, MeterRegistry metrics, GatewayConfig config) {
        this(redis, metrics, config.streams(), () -> UUID.randomUUID().toString());
    }

    StreamLeases(GuardedRedis redis, MeterRegistry metrics, Streams config, Supplier<String> ids) {
        this.redis = redis;
        this.refused = metrics.counter("stage5.gateway.streams.refused");
        this.unchecked = metrics.counter("stage5.gateway.streams.unchecked");
        this.config = config;
        this.ids = ids;
    }

    /**
     * Runs a stream with a lease of its caller, which it returns once the stream has ended. Fails with a 429 problem if the
     * caller has too many.
     *
     * @param stream starts the stream; its argument is how long the service may wait for an event, if streams are not
     *     possible: zero if too many responses wait already
     */
    public Uni<Void> run(String caller, Function<Duration, Uni<Void>> stream) {
        Lease lease = new Lease(PREFIX + caller, ids.get());
        Duration longest = config.maxWait().map(RESPONSE_TIME::plus).orElse(config.longest());
        return take(lease, longest, config.perCaller()).chain(taken -> {
            if (!taken) {
                refused.increment();
                return Uni.createFrom().failure(ProblemException.tooManyRequests(RETRY_AFTER));
            }
            return waiting(lease, longest, stream).onTermination().call(() -> giveBack(lease));
        });
    }

    private Uni<Void> waiting(Lease caller, Duration longest, Function<Duration, Uni<Void>> stream) {
        if (config.maxWait().isEmpty()) {
            return stream.apply(Duration.ZERO);
        }
        Lease lease = new Lease(WAITING, caller.id());
        return take(lease, longest, config.waiting())
                .chain(taken -> taken
                        ? stream.apply(config.maxWait().get()).onTermination().call(() -> giveBack(lease))
                        : stream.apply(Duration.ZERO));
    }

    private Uni<Boolean> take(Lease lease, Duration longest, int most) {
        return TAKE_LEASE
                .run(redis, List.of(lease.key()), List.of(lease.id(), longest.toMillis(), most))
                .map(taken -> taken.toInteger() == 1)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "A stream was granted without lease: Redis did not answer");
                    unchecked.increment();
                    return true;
                });
    }

    private Uni<Void> giveBack(Lease lease) {
        return redis.send(GuardedRedis.request(Command.ZREM, List.of(lease.key(), lease.id())))
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "A lease of a stream will expire: Redis did not answer"))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /**
     * A lease of a stream.
     *
     * @param key the Redis key of all leases of its kind
     */
    private record Lease(String key, String id) {}
}
