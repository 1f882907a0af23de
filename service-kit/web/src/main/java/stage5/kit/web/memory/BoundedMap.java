package stage5.kit.web.memory;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that removes an entry for each new one beyond a limit. Not thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;
    private static final int INITIAL_CAPACITY = 16;
    private static final float LOAD_FACTOR = 0.75f;

    private final int most;

    private BoundedMap(int most, boolean byAccess) {
        super(INITIAL_CAPACITY, LOAD_FACTOR, byAccess);
        this.most = most;
    }

    /** Returns an empty map with at most this number of entries. It removes the entry that was added first. */
    public static <K, V> Map<K, V> ofNewest(int most) {
        return new BoundedMap<>(most, false);
    }

    /** Returns an empty map with at most this number of entries. It removes the entry that was least recently used. */
    public static <K, V> Map<K, V> ofRecentlyUsed(int most) {
        return new BoundedMap<>(most, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
