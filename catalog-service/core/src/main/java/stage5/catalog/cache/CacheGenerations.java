package stage5.catalog.cache;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisScript;

/**
 * Invalidates sets of cache entries at once, by generation. Each entry has the generation of its set in its key. Ending
 * a generation makes all its entries unreachable, even those that a slow loader fills in later; they expire unread.
 *
 * <p>A generation's name is random, not a counter: a counter that Redis lost would restart at 1 and find entries that
 * have not expired yet.
 */
@ApplicationScoped
public class CacheGenerations {

    private static final RedisScript GENERATION = RedisScript.beside(CacheGenerations.class, "generation.lua");
    private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

    private final GuardedRedis redis;

    CacheGenerations(GuardedRedis redis) {
        this.redis = redis;
    }

    /**
     * Completes with the name of a set's current generation, a new one if there is none; fails if Redis does not
     * answer.
     */
    public Uni<String> current(String set) {
        return GENERATION
                .run(redis, List.of(key(set)), List.of(UUID.randomUUID(), TIME_TO_LIVE.toMillis()))
                .map(Response::toString);
    }

    /** Completes as {@link #current} does; empty if Redis does not answer, so that there is nothing to read a cache by. */
    public Uni<Optional<String>> currentIfReachable(String set) {
        return current(set).map(Optional::of).onFailure().recoverWithItem(Optional.empty());
    }

    /** Completes once the current generations of the sets have ended; fails if Redis does not answer. */
    public Uni<Void> end(Collection<String> sets) {
        if (sets.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return redis.send(GuardedRedis.request(
                        Command.DEL, sets.stream().map(CacheGenerations::key).toList()))
                .replaceWithVoid();
    }

    private static String key(String set) {
        return "catalog:generation:" + set;
    }
}
