package stage5.local.dynamodb.store;

import com.amazonaws.services.dynamodbv2.local.shared.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.local.shared.model.Condition;
import java.util.Arrays;
import java.util.NavigableMap;

/**
 * The keys between two bounds.
 *
 * @param from inclusive; null for all keys from the first one
 * @param to exclusive; null for all keys up to the last one
 */
record KeyRange(byte[] from, byte[] to) {

    static KeyRange ofPrefix(byte[] prefix) {
        return new KeyRange(prefix, KeyBytes.after(prefix));
    }

    /**
     * Returns the keys of a partition that meet the condition.
     *
     * @param sort the condition for the sort key; null for all keys of the partition
     */
    static KeyRange of(AttributeValue partition, Condition sort) {
        byte[] prefix = KeyBytes.partition(partition);
        KeyRange all = ofPrefix(prefix);
        if (sort == null) {
            return all;
        }
        AttributeValue operand = sort.getAttributeValueList().getFirst();
        byte[] exact = KeyBytes.concat(prefix, KeyBytes.sort(operand));
        return switch (sort.getComparisonOperator()) {
            case "EQ" -> ofPrefix(exact);
            case "LT" -> new KeyRange(all.from(), exact);
            case "LE" -> new KeyRange(all.from(), KeyBytes.after(exact));
            case "GT" -> new KeyRange(KeyBytes.after(exact), all.to());
            case "GE" -> new KeyRange(exact, all.to());
            case "BETWEEN" -> {
                AttributeValue last = sort.getAttributeValueList().getLast();
                yield new KeyRange(exact, KeyBytes.after(KeyBytes.concat(prefix, KeyBytes.sort(last))));
            }
            case "BEGINS_WITH" -> ofPrefix(KeyBytes.concat(prefix, KeyBytes.sortPrefix(operand)));
            default ->
                throw new IllegalArgumentException("A sort key can't be compared by " + sort.getComparisonOperator());
        };
    }

    /** Returns the rest of this range beyond a key: above it if ascending, else below it. */
    KeyRange after(byte[] key, boolean ascending) {
        if (!ascending) {
            return to == null || KeyBytes.ORDER.compare(key, to) < 0 ? new KeyRange(from, key) : this;
        }
        byte[] next = Arrays.copyOf(key, key.length + 1);
        return from == null || KeyBytes.ORDER.compare(next, from) > 0 ? new KeyRange(next, to) : this;
    }

    /** Returns a view of the entries in this range. */
    <V> NavigableMap<byte[], V> of(NavigableMap<byte[], V> map) {
        if (from != null && to != null && KeyBytes.ORDER.compare(from, to) >= 0) {
            return map.headMap(new byte[0], false);
        }
        NavigableMap<byte[], V> view = from == null ? map : map.tailMap(from, true);
        return to == null ? view : view.headMap(to, false);
    }
}
