package stage5.catalog.cache;

import io.vertx.mutiny.redis.client.Response;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The result of looking up keys in the cache.
 *
 * @param values the cached values, by key
 * @param leased the keys without a value, which this lookup has leased: its reader loads them
 * @param awaited the keys that are leased to another reader
 * @param unreachable the keys for which Redis did not answer
 */
record CacheLookup(Map<String, String> values, Set<String> leased, Set<String> awaited, Set<String> unreachable) {

    /** Returns the result in a reply of {@code lookup.lua}, which has one element per key, in the order of the keys. */
    static CacheLookup of(Set<String> keys, Response reply) {
        Map<String, String> values = new HashMap<>();
        Set<String> leased = new LinkedHashSet<>();
        Set<String> awaited = new LinkedHashSet<>();
        int i = 0;
        for (String key : keys) {
            Response found = reply.get(i++);
            if (found == null) {
                leased.add(key);
            } else if (LoadLease.isLease(found.toString())) {
                awaited.add(key);
            } else {
                values.put(key, found.toString());
            }
        }
        return new CacheLookup(values, leased, awaited, Set.of());
    }

    static CacheLookup unreachable(Set<String> keys) {
        return new CacheLookup(Map.of(), Set.of(), Set.of(), keys);
    }
}
