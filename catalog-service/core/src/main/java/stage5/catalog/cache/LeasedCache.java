package stage5.catalog.cache;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;
import stage5.kit.faults.Pause;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.Script;

/**
 * A read-through cache that several processes share. Under each key lies nothing, a value, or the lease of whoever is
 * loading the value:
 *
 * <ul>
 *   <li>who finds nothing gets the lease in the same step and loads; who finds a lease waits a little for the value, so
 *       that a popular key that falls out of the cache is loaded once, not once per reader;
 *   <li>an invalidation deletes whatever lies there. The loader whose lease is gone finds that out when it fills, and
 *       drops what it loaded, which may be older than the change; the next reader loads anew;
 *   <li>a loader that dies takes nobody with it: those who wait lose patience and read the store, and its lease ends.
 * </ul>
 *
 * <p>Without Redis everybody reads the store: slower, and right. The idea is that of the leases in <a
 * href="https://www.usenix.org/conference/nsdi13/technical-sessions/presentation/nishtala">Scaling Memcache at
 * Facebook</a>, section 3.2.1.
 */
@ApplicationScoped
public class LeasedCache {

    private static final Logger LOG = Logger.getLogger(LeasedCache.class);

    private static final Script LOOK = Script.beside(LeasedCache.class, "look.lua");
    private static final Script FILL = Script.beside(LeasedCache.class, "fill.lua");

    private final GuardedRedis redis;
    private final CacheConfig config;
    private final CacheMetrics metrics;

    LeasedCache(GuardedRedis redis, CacheConfig config, CacheMetrics metrics) {
        this.redis = redis;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Returns the values of the keys, from the cache or else from {@code load}, which returns them by key without those
     * that don't exist. What does not exist is not cached. Fails only as {@code load} does.
     */
    public <T> Uni<Map<String, T>> get(
            Region<T> region, Collection<String> keys, Function<Set<String>, Uni<Map<String, T>>> load) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        long looks = config.patience().dividedBy(config.lookEvery());
        return get(region, new LinkedHashSet<>(keys), load, looks);
    }

    /** Returns when nothing that was loaded before lies under the keys, or will; fails where Redis does not answer. */
    public Uni<Void> invalidate(Region<?> region, Collection<String> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return redis.send(GuardedRedis.request(
                        Command.DEL, keys.stream().map(region::redisKey).toList()))
                .replaceWithVoid();
    }

    private <T> Uni<Map<String, T>> get(
            Region<T> region, Set<String> keys, Function<Set<String>, Uni<Map<String, T>>> load, long looksLeft) {
        Lease lease = Lease.random();
        return look(region, keys, lease).chain(look -> {
            Map<String, T> found = new HashMap<>();
            look.values().forEach((key, value) -> found.put(key, region.read(value)));
            metrics.count(region, look);
            return Uni.combine()
                    .all()
                    .unis(
                            load(look.unreachable(), load),
                            loadAndFill(region, look.leased(), lease, load),
                            await(region, look.awaited(), load, looksLeft))
                    .with((store, filled, awaited) -> {
                        found.putAll(store);
                        found.putAll(filled);
                        found.putAll(awaited);
                        return found;
                    });
        });
    }

    private Uni<Look> look(Region<?> region, Set<String> keys, Lease lease) {
        return LOOK.run(
                        redis,
                        keys.stream().map(region::redisKey).toList(),
                        List.of(lease.text(), Long.toString(config.lease().toMillis())))
                .map(reply -> Look.of(keys, reply))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "The cache %s is passed by", region.name());
                    return Look.unreachable(keys);
                });
    }

    private <T> Uni<Map<String, T>> load(Set<String> keys, Function<Set<String>, Uni<Map<String, T>>> load) {
        return keys.isEmpty() ? Uni.createFrom().item(Map.of()) : load.apply(keys);
    }

    private <T> Uni<Map<String, T>> loadAndFill(
            Region<T> region, Set<String> keys, Lease lease, Function<Set<String>, Uni<Map<String, T>>> load) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return load.apply(keys)
                .onFailure()
                .call(() -> fill(region, keys, lease, Map.of()))
                .call(values -> fill(region, keys, lease, values));
    }

    /** Returns when the loaded values are cached; that they could not be is no reason to withhold them. */
    private <T> Uni<Void> fill(Region<T> region, Set<String> keys, Lease lease, Map<String, T> values) {
        List<String> arguments = new ArrayList<>();
        arguments.add(lease.text());
        arguments.add(Long.toString(config.keep().toMillis()));
        keys.forEach(key -> arguments.add(values.containsKey(key) ? region.write(values.get(key)) : ""));
        return FILL.run(redis, keys.stream().map(region::redisKey).toList(), arguments)
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "What was loaded for the cache %s is not kept", region.name());
                    return null;
                });
    }

    private <T> Uni<Map<String, T>> await(
            Region<T> region, Set<String> keys, Function<Set<String>, Uni<Map<String, T>>> load, long looksLeft) {
        if (looksLeft <= 0) {
            return load(keys, load);
        }
        return keys.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : Pause.of(config.lookEvery()).chain(() -> get(region, keys, load, looksLeft - 1));
    }
}
