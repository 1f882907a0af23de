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
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisScript;
import stage5.kit.web.resilience.Delay;

/**
 * A read-through cache that all processes of the service share. A Redis key is absent, holds a value, or holds the
 * lease of the reader that is loading the value:
 *
 * <ul>
 *   <li>A lookup of an absent key leases it to the reader in the same atomic script; that reader loads the value. A
 *       reader that finds another reader's lease polls for the value. So a popular key that expires is loaded once, not
 *       once per reader.
 *   <li>An invalidation deletes the key, whether it holds a value or a lease. Filling requires the lease, so a value
 *       that was loaded before the invalidation is not cached. The next reader loads again.
 *   <li>If a loader crashes, its lease expires. Waiting readers stop polling after {@link CacheConfig#waitLimit()} and
 *       load from the store, without filling the cache.
 * </ul>
 *
 * <p>A stored text that is no value of the region is deleted, counted, and loaded again.
 *
 * <p>If Redis does not answer, readers load from the store: slower, but correct. {@link CacheConfig} documents how
 * lease, wait, Redis time-out and breaker interact.
 *
 * <p>The leases follow <a
 * href="https://www.usenix.org/conference/nsdi13/technical-sessions/presentation/nishtala">Scaling Memcache at
 * Facebook</a>, section 3.2.1.
 */
@ApplicationScoped
public class LeasedCache {

    private static final Logger LOG = Logger.getLogger(LeasedCache.class);

    private static final RedisScript LOOKUP = RedisScript.beside(LeasedCache.class, "lookup.lua");
    private static final RedisScript FILL = RedisScript.beside(LeasedCache.class, "fill.lua");

    private final GuardedRedis redis;
    private final CacheConfig config;
    private final CacheMetrics metrics;

    LeasedCache(GuardedRedis redis, CacheConfig config, CacheMetrics metrics) {
        this.redis = redis;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Completes with the values by key, from the cache or from {@code load}; fails only as {@code load} fails.
     *
     * @param load returns the values of the given keys; it leaves out keys that do not exist. Their absence is not
     *     cached
     */
    public <T> Uni<Map<String, T>> get(
            CacheRegion<T> region, Collection<String> keys, Function<Set<String>, Uni<Map<String, T>>> load) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        long polls = config.waitLimit().dividedBy(config.pollInterval());
        return get(region, new LinkedHashSet<>(keys), load, polls);
    }

    /**
     * Completes once the keys are invalidated: neither a cached value nor one that is being loaded now will be served
     * from the cache. Fails if Redis does not answer.
     */
    public Uni<Void> invalidate(CacheRegion<?> region, Collection<String> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return redis.send(GuardedRedis.request(
                        Command.DEL, keys.stream().map(region::redisKey).toList()))
                .replaceWithVoid();
    }

    private <T> Uni<Map<String, T>> get(
            CacheRegion<T> region, Set<String> keys, Function<Set<String>, Uni<Map<String, T>>> load, long pollsLeft) {
        LoadLease lease = LoadLease.random();
        return lookUp(region, keys, lease).chain(lookup -> {
            Map<String, T> found = new HashMap<>();
            Set<String> unreadable = new LinkedHashSet<>();
            lookup.values().forEach((key, value) -> region.read(value)
                    .ifPresentOrElse(read -> found.put(key, read), () -> unreadable.add(key)));
            metrics.count(region, lookup, unreadable.size());
            return Uni.combine()
                    .all()
                    .unis(
                            load(lookup.unreachable(), load),
                            loadAndFill(region, lookup.leased(), lease, load),
                            await(region, lookup.awaited(), load, pollsLeft),
                            replace(region, unreadable, load, pollsLeft))
                    .with((store, filled, awaited, replaced) -> {
                        found.putAll(store);
                        found.putAll(filled);
                        found.putAll(awaited);
                        found.putAll(replaced);
                        return found;
                    });
        });
    }

    private Uni<CacheLookup> lookUp(CacheRegion<?> region, Set<String> keys, LoadLease lease) {
        return LOOKUP.run(
                        redis,
                        keys.stream().map(region::redisKey).toList(),
                        List.of(lease.text(), Long.toString(config.lease().toMillis())))
                .map(reply -> CacheLookup.of(keys, reply))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "Cache %s is bypassed: Redis did not answer", region.name());
                    return CacheLookup.unreachable(keys);
                });
    }

    private <T> Uni<Map<String, T>> load(Set<String> keys, Function<Set<String>, Uni<Map<String, T>>> load) {
        return keys.isEmpty() ? Uni.createFrom().item(Map.of()) : load.apply(keys);
    }

    private <T> Uni<Map<String, T>> loadAndFill(
            CacheRegion<T> region, Set<String> keys, LoadLease lease, Function<Set<String>, Uni<Map<String, T>>> load) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return load.apply(keys)
                .onFailure()
                .call(() -> fill(region, keys, lease, Map.of()))
                .call(values -> fill(region, keys, lease, values));
    }

    /** Completes once the values are cached, or Redis did not answer: the caller gets its values either way. */
    private <T> Uni<Void> fill(CacheRegion<T> region, Set<String> keys, LoadLease lease, Map<String, T> values) {
        List<String> arguments = new ArrayList<>();
        arguments.add(lease.text());
        arguments.add(Long.toString(config.keep().toMillis()));
        keys.forEach(key -> arguments.add(values.containsKey(key) ? region.write(values.get(key)) : ""));
        return FILL.run(redis, keys.stream().map(region::redisKey).toList(), arguments)
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(
                            failure, "Loaded values of cache %s are not cached: Redis did not answer", region.name());
                    return null;
                });
    }

    /** Deletes texts that are no values, then completes as for absent keys. */
    private <T> Uni<Map<String, T>> replace(
            CacheRegion<T> region, Set<String> keys, Function<Set<String>, Uni<Map<String, T>>> load, long pollsLeft) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        LOG.warnf("Cache %s has values that can't be read: %s", region.name(), keys);
        return invalidate(region, keys)
                .map(deleted -> true)
                .onFailure()
                .recoverWithItem(false)
                .chain(deleted -> deleted && pollsLeft > 0 ? get(region, keys, load, pollsLeft - 1) : load(keys, load));
    }

    private <T> Uni<Map<String, T>> await(
            CacheRegion<T> region, Set<String> keys, Function<Set<String>, Uni<Map<String, T>>> load, long pollsLeft) {
        if (pollsLeft <= 0) {
            return load(keys, load);
        }
        return keys.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : Delay.of(config.pollInterval()).chain(() -> get(region, keys, load, pollsLeft - 1));
    }
}
