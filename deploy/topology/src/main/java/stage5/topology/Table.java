package stage5.topology;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A DynamoDB table with the string keys {@value #PARTITION} and {@value #SORT}, for single-table design.
 *
 * @param timeToLive the attribute with an item's expiry in epoch seconds; null if items do not expire
 */
public record Table(String name, String timeToLive, List<Index> indexes) {

    public static final String PARTITION = "pk";
    public static final String SORT = "sk";

    public Table {
        indexes = List.copyOf(requireNonNullElse(indexes, List.of()));
    }

    /** Returns the type, S or N, of every key attribute of the table and its indexes, by name. */
    public SortedMap<String, KeyType> keyAttributes() {
        SortedMap<String, KeyType> types = new TreeMap<>();
        types.put(PARTITION, KeyType.S);
        types.put(SORT, KeyType.S);
        for (Index index : indexes) {
            types.put(index.partition(), KeyType.S);
            types.put(index.sort(), index.sortType());
        }
        return types;
    }

    /** The DynamoDB types of key attributes. */
    public enum KeyType {
        S,
        N
    }

    /** The attributes that a global secondary index copies from the table. */
    public enum Projection {
        KEYS_ONLY,
        ALL
    }

    /** A global secondary index; its partition key is a string. */
    public record Index(String name, String partition, String sort, KeyType sortType, Projection projection) {

        public Index {
            sortType = requireNonNullElse(sortType, KeyType.S);
        }
    }
}
