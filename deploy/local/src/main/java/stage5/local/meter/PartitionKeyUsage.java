package stage5.local.meter;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The capacity that one partition key has consumed.
 *
 * @param index null for the table itself
 * @param attribute the name of the key attribute; null for scans, which read all keys
 * @param key the value of the key attribute; null for scans, and for an index entry of which the key is unknown
 * @param requests how many reads and writes of items had this key; a query counts once
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PartitionKeyUsage(
        String table, String index, String attribute, String key, double readUnits, double writeUnits, long requests) {

    double units() {
        return readUnits + writeUnits;
    }
}
