package stage5.catalog.cache;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.Script;

/**
 * Names the present generation of sets of cache entries that are invalidated together. The entries have its name in
 * their keys, so that forgetting the name is all it takes: nobody finds the old entries again, not even one that a slow
 * loader fills in later. A name is random, not a count: a count that Redis had lost would begin again at entries that
 * are not yet gone.
 */
@ApplicationScoped
public class Generations {

    private static final Script GENERATION = Script.beside(Generations.class, "generation.lua");
    private static final Duration LIFE = Duration.ofHours(1);

    private final GuardedRedis redis;

    Generations(GuardedRedis redis) {
        this.redis = redis;
    }

    /** Returns the name of a set's present generation; fails where Redis does not answer. */
    public Uni<String> current(String set) {
        return GENERATION
                .run(redis, List.of(key(set)), List.of(UUID.randomUUID(), LIFE.toMillis()))
                .map(Response::toString);
    }

    /** Returns when the sets have new generations; fails where Redis does not answer. */
    public Uni<Void> end(Collection<String> sets) {
        if (sets.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return redis.send(GuardedRedis.request(
                        Command.DEL, sets.stream().map(Generations::key).toList()))
                .replaceWithVoid();
    }

    private static String key(String set) {
        return "catalog:generation:" + set;
    }
}
