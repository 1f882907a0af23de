package stage5.catalog.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * A region of the cache: the values of one type, the prefix of their Redis keys, and their JSON form.
 *
 * @param <T> the type of the values, a record
 */
public final class CacheRegion<T> {

    private static final JsonMapper JSON = new JsonMapper();

    private final String name;
    private final String prefix;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    /**
     * Creates a region.
     *
     * @param name the region's name in Redis keys and metrics
     * @param shape the version of the JSON form. A release that changes {@code type} must raise it: during a deployment
     *     old and new processes share Redis, and must not read each other's entries
     */
    public CacheRegion(String name, int shape, Class<T> type) {
        this.name = name;
        this.prefix = "catalog:" + name + ":" + shape + ":";
        this.reader = JSON.readerFor(type);
        this.writer = JSON.writerFor(type);
    }

    /** Returns the region's name in metrics. */
    public String name() {
        return name;
    }

    String redisKey(String key) {
        return prefix + key;
    }

    String write(T value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write a value of the cache " + name, e);
        }
    }

    /** Returns the value in a stored text; empty if the text is none. */
    Optional<T> read(String text) {
        try {
            return Optional.ofNullable(reader.readValue(text));
        } catch (JsonProcessingException notAValue) {
            return Optional.empty();
        }
    }
}
