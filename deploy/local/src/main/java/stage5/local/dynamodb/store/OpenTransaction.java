package stage5.local.dynamodb.store;

import com.amazonaws.services.dynamodbv2.local.shared.model.AttributeValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The writes of a transaction that is not committed. Only the transaction itself reads them. */
final class OpenTransaction {

    private final Map<Place, Map<String, AttributeValue>> writes = new LinkedHashMap<>();

    /** Where an item is stored. Two places are equal if they are the same item of the same table. */
    private record Place(HeapTable table, byte[] key) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Place place && table == place.table && Arrays.equals(key, place.key);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(key);
        }
    }

    boolean contains(HeapTable table, byte[] key) {
        return writes.containsKey(new Place(table, key));
    }

    /** Returns the written item; null if it is deleted. */
    Map<String, AttributeValue> get(HeapTable table, byte[] key) {
        Map<String, AttributeValue> item = writes.get(new Place(table, key));
        return item == null ? null : ItemCodec.decode(ItemCodec.encode(item));
    }

    /** @param item null deletes the item */
    void write(HeapTable table, byte[] key, Map<String, AttributeValue> item) {
        writes.put(new Place(table, key), item);
    }

    void commit() {
        writes.forEach((place, item) -> {
            if (item == null) {
                place.table().delete(place.key());
            } else {
                place.table().put(place.key(), item);
            }
        });
    }
}
