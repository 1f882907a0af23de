package stage5.topology;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A DynamoDB table with the string keys {@value #PARTITION} and {@value #SORT}, as single-table design has it.
 *
 * @param timeToLive the attribute that holds an item's expiry in epoch seconds, or null where items live for ever
 */
public record Table(String name, String timeToLive, List<Index> indexes) {

    public static final String PARTITION = "pk";
    public static final String SORT = "sk";

    public Table {
        indexes = List.copyOf(requireNonNullElse(indexes, List.of()));
    }

    /** Returns the type, S or N, of every attribute that the table or one of its indexes has as a key, by name. */
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

    /** The DynamoDB types that a key can have here. */
    public enum KeyType {
        S,
        N
    }

    /** What a global secondary index copies from the table. */
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
