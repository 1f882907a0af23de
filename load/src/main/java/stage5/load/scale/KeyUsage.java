package stage5.load.scale;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * The capacity that one partition key of a table or an index has consumed.
 *
 * @param index null for the table itself
 * @param key null for scans, which read all keys, and for index entries that a transaction or batch removes
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeyUsage(String table, String index, String key, double readUnits, double writeUnits, long requests) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the keys that the local cloud reports. */
    public static List<KeyUsage> parse(JsonNode report) {
        List<KeyUsage> keys = new ArrayList<>();
        report.path("keys").forEach(key -> keys.add(JSON.convertValue(key, KeyUsage.class)));
        return keys;
    }

    /** Returns the table, or the table and the index. */
    String place() {
        return index == null ? table : table + "/" + index;
    }
}
