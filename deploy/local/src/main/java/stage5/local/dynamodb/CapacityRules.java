package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.local.shared.access.LocalDBUtils;
import com.amazonaws.services.dynamodbv2.local.shared.access.TableInfo;
import com.amazonaws.services.dynamodbv2.local.shared.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.Projection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import stage5.local.dynamodb.store.IndexKey;

/**
 * How many capacity units an access to an item consumes, by AWS's rules. A transaction consumes twice as many.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">Read and write
 *     operations</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations">Indexes</a>
 */
final class CapacityRules {

    /** The factor of an eventually consistent read. */
    static final double EVENTUALLY = 0.5;

    /** The factor of a strongly consistent read. */
    static final double CONSISTENTLY = 1;

    /** The factor of a transaction: each item is prepared and committed. */
    static final double TRANSACTION = 2;

    private static final double READ_BYTES = 4_096;
    private static final double WRITE_BYTES = 1_024;

    private CapacityRules() {}

    /**
     * The write units of one partition key.
     *
     * @param index null for the table itself
     * @param attribute the name of the partition key
     */
    record KeyUnits(String index, String attribute, String key, double units) {}

    /** Returns the units of a strongly consistent read: one for each 4 KB, and one if there is no item. */
    static double read(Map<String, AttributeValue> item) {
        return units(size(item), READ_BYTES);
    }

    /** Returns the units of a write: one for each 1 KB of the larger one of both images, and one without any. */
    static double write(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        return units(Math.max(size(before), size(after)), WRITE_BYTES);
    }

    /**
     * Returns the units of the writes in global indexes. An entry that appears, disappears or changes its other attributes
     * costs one write; an entry whose key changes costs two, one for each key. An entry without a change costs nothing.
     * Local indexes cost the same on the table's partition key.
     */
    static List<KeyUnits> indexWrites(
            TableInfo table, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        List<KeyUnits> writes = new ArrayList<>();
        table.getGSINames().forEach(index -> addIndexWrites(table, index, before, after, writes));
        table.getLSINames().forEach(index -> addIndexWrites(table, index, before, after, writes));
        return writes;
    }

    private static void addIndexWrites(
            TableInfo table,
            String index,
            Map<String, AttributeValue> before,
            Map<String, AttributeValue> after,
            List<KeyUnits> writes) {
        IndexKey key = IndexKey.of(table, index);
        Map<String, AttributeValue> old = entry(table, index, key, before);
        Map<String, AttributeValue> now = entry(table, index, key, after);
        if (Objects.equals(old, now)) {
            return;
        }
        if (old != null && now != null && sameKey(key, old, now)) {
            writes.add(keyUnits(index, key, now, write(old, now)));
            return;
        }
        if (old != null) {
            writes.add(keyUnits(index, key, old, write(old, null)));
        }
        if (now != null) {
            writes.add(keyUnits(index, key, now, write(null, now)));
        }
    }

    private static boolean sameKey(IndexKey key, Map<String, AttributeValue> old, Map<String, AttributeValue> now) {
        return old.get(key.partition()).equals(now.get(key.partition()))
                && (key.sort() == null || old.get(key.sort()).equals(now.get(key.sort())));
    }

    private static KeyUnits keyUnits(String index, IndexKey key, Map<String, AttributeValue> entry, double units) {
        return new KeyUnits(index, key.partition(), text(entry.get(key.partition())), units);
    }

    /** Returns the projected attributes; null if the index has no entry for the item. */
    private static Map<String, AttributeValue> entry(
            TableInfo table, String index, IndexKey key, Map<String, AttributeValue> item) {
        if (item == null || !item.containsKey(key.partition()) || key.sort() != null && !item.containsKey(key.sort())) {
            return null;
        }
        Projection projection = table.getProjection(index);
        if (projection.getProjectionType().equals("ALL")) {
            return item;
        }
        List<String> names = new ArrayList<>(table.getBaseTableKeyNames());
        names.add(key.partition());
        names.add(key.sort());
        if (projection.getNonKeyAttributes() != null) {
            names.addAll(projection.getNonKeyAttributes());
        }
        Map<String, AttributeValue> entry = new HashMap<>(item);
        entry.keySet().retainAll(names);
        return entry;
    }

    /** Returns the text of a key attribute; numbers as they are written, binaries in hexadecimal. */
    static String text(AttributeValue key) {
        if (key.getS() != null) {
            return key.getS();
        }
        return key.getN() != null
                ? key.getN()
                : HexFormat.of().formatHex(key.getB().array());
    }

    private static long size(Map<String, AttributeValue> item) {
        return item == null ? 0 : LocalDBUtils.getItemSizeBytes(item);
    }

    private static double units(long bytes, double unit) {
        return Math.max(1, Math.ceil(bytes / unit));
    }
}
