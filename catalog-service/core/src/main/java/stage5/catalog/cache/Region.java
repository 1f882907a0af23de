package stage5.catalog.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The cached values of one kind: under which keys they lie, and how they are written.
 *
 * @param <T> what is cached, as a record
 */
public final class Region<T> {

    private static final JsonMapper JSON = new JsonMapper();

    private final String name;
    private final String prefix;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    /**
     * Makes a region.
     *
     * @param name what the metrics call it
     * @param shape the version of the written form: a release that changes {@code type} raises it, so that releases
     *     which run side by side during a deployment don't read each other's entries
     */
    public Region(String name, int shape, Class<T> type) {
        this.name = name;
        this.prefix = "catalog:" + name + ":" + shape + ":";
        this.reader = JSON.readerFor(type);
        this.writer = JSON.writerFor(type);
    }

    /** Returns what the metrics call this region. */
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
            throw new IllegalStateException("A value of the cache " + name + " can't be written", e);
        }
    }

    T read(String text) {
        try {
            return reader.readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A value of the cache " + name + " can't be read", e);
        }
    }
}
