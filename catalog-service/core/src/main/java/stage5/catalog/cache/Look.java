package stage5.catalog.cache;

import io.vertx.mutiny.redis.client.Response;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a look into the cache found.
 *
 * @param values the values that lie there, by key
 * @param leased the keys under which nothing lay, now leased to who looked
 * @param awaited the keys that somebody else is loading
 * @param unreachable the keys that Redis did not tell about
 */
record Look(Map<String, String> values, Set<String> leased, Set<String> awaited, Set<String> unreachable) {

    /** Returns what the reply to a look says about the keys, which it has in the same order. */
    static Look of(Set<String> keys, Response reply) {
        Map<String, String> values = new HashMap<>();
        Set<String> leased = new LinkedHashSet<>();
        Set<String> awaited = new LinkedHashSet<>();
        int i = 0;
        for (String key : keys) {
            Response found = reply.get(i++);
            if (found == null) {
                leased.add(key);
            } else if (Lease.isOne(found.toString())) {
                awaited.add(key);
            } else {
                values.put(key, found.toString());
            }
        }
        return new Look(values, leased, awaited, Set.of());
    }

    static Look unreachable(Set<String> keys) {
        return new Look(Map.of(), Set.of(), Set.of(), keys);
    }
}
