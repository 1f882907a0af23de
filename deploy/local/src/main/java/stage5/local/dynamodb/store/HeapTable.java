package stage5.local.dynamodb.store;

import com.amazonaws.services.dynamodbv2.local.shared.access.LocalDBUtils;
import com.amazonaws.services.dynamodbv2.local.shared.access.TableInfo;
import com.amazonaws.services.dynamodbv2.local.shared.model.AttributeValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The items of one table with their indexes. Reads need no lock. Writes are synchronized, so that an item and its index
 * entries change one after the other.
 */
final class HeapTable {

    private static final NavigableMap<byte[], byte[]> NO_ENTRIES =
            Collections.unmodifiableNavigableMap(new ConcurrentSkipListMap<>(KeyBytes.ORDER));

    /** The encoded items by key. */
    private final NavigableMap<byte[], byte[]> items = new ConcurrentSkipListMap<>(KeyBytes.ORDER);

    /** The keys of the items by index name, and by index key followed by the item's key. */
    private final Map<String, NavigableMap<byte[], byte[]>> indexes = new ConcurrentHashMap<>();

    private volatile TableInfo info;

    HeapTable(TableInfo info) {
        changeSchema(info);
    }

    /** Takes over a changed schema and builds its indexes. */
    final synchronized void changeSchema(TableInfo changed) {
        info = changed;
        indexes.keySet().retainAll(indexNames(changed));
        for (String name : indexNames(changed)) {
            if (!indexes.containsKey(name)) {
                NavigableMap<byte[], byte[]> index = new ConcurrentSkipListMap<>(KeyBytes.ORDER);
                items.forEach((key, item) -> addEntry(index, name, key, ItemCodec.decode(item)));
                indexes.put(name, index);
            }
        }
    }

    Map<String, AttributeValue> get(byte[] key) {
        byte[] item = items.get(key);
        return item == null ? null : ItemCodec.decode(item);
    }

    synchronized void put(byte[] key, Map<String, AttributeValue> item) {
        byte[] before = items.put(key, ItemCodec.encode(item));
        if (!indexes.isEmpty()) {
            updateIndexes(key, before == null ? null : ItemCodec.decode(before), item);
        }
    }

    /** Deletes the item and returns whether there was one. */
    synchronized boolean delete(byte[] key) {
        byte[] before = items.remove(key);
        if (before != null && !indexes.isEmpty()) {
            updateIndexes(key, ItemCodec.decode(before), null);
        }
        return before != null;
    }

    private void updateIndexes(byte[] key, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        indexes.forEach((name, index) -> {
            if (after != null) {
                addEntry(index, name, key, after);
            }
            byte[] old = before == null ? null : entryKey(name, key, before);
            if (old != null && (after == null || !Arrays.equals(old, entryKey(name, key, after)))) {
                index.remove(old);
            }
        });
    }

    private void addEntry(
            NavigableMap<byte[], byte[]> index, String name, byte[] key, Map<String, AttributeValue> item) {
        byte[] entry = entryKey(name, key, item);
        if (entry != null) {
            index.put(entry, key);
        }
    }

    /** Returns the key of the item's entry in an index; null if the item lacks an attribute of the index key. */
    byte[] entryKey(String index, byte[] key, Map<String, AttributeValue> item) {
        IndexKey names = IndexKey.of(info, index);
        AttributeValue partition = item.get(names.partition());
        AttributeValue sort = names.sort() == null ? null : item.get(names.sort());
        if (partition == null || names.sort() != null && sort == null) {
            return null;
        }
        return KeyBytes.concat(KeyBytes.partition(partition), KeyBytes.sort(sort), key);
    }

    /** Returns the items' keys by the keys of the index's entries, or by themselves if the index is null. */
    NavigableMap<byte[], byte[]> entries(String index) {
        return index == null ? items : index(index);
    }

    /** Returns the entries of an index; none while the index is being built. */
    private NavigableMap<byte[], byte[]> index(String name) {
        return indexes.getOrDefault(name, NO_ENTRIES);
    }

    /** Returns the encoded item of an entry; null if it was deleted meanwhile. */
    byte[] item(String index, byte[] entryValue) {
        return index == null ? entryValue : items.get(entryValue);
    }

    long count() {
        return items.size();
    }

    long count(String index) {
        return index(index).size();
    }

    long bytes() {
        return bytes(items.values());
    }

    long bytes(String index) {
        List<byte[]> found = new ArrayList<>();
        for (byte[] key : index(index).values()) {
            byte[] item = items.get(key);
            if (item != null) {
                found.add(item);
            }
        }
        return bytes(found);
    }

    private static long bytes(Collection<byte[]> items) {
        return items.stream()
                .mapToLong(item -> LocalDBUtils.getItemSizeBytes(ItemCodec.decode(item)))
                .sum();
    }

    private static List<String> indexNames(TableInfo info) {
        List<String> names = new ArrayList<>(info.getGSINames());
        names.addAll(info.getLSINames());
        return names;
    }
}
