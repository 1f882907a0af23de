package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import java.util.Map;

/**
 * A write or a condition check of one item, as far as the request and the response reveal it.
 *
 * @param key contains at least the attributes of the primary key
 * @param item the new item; null if neither the request nor the response state it as a whole
 */
record ItemWrite(Map<String, AttributeValue> key, Map<String, AttributeValue> item, Image before, Image after) {

    /** @param before {@link Image#UNKNOWN} unless the response contains the old item */
    static ItemWrite put(Map<String, AttributeValue> item, Image before) {
        return new ItemWrite(item, item, before, Image.of(item));
    }

    static ItemWrite delete(Map<String, AttributeValue> key, Image before) {
        return new ItemWrite(key, null, before, Image.NONE);
    }

    static ItemWrite update(Map<String, AttributeValue> key, Image before, Expression expression) {
        return new ItemWrite(key, null, before, expression.applied(before));
    }

    /** @param updated the new item, as the response contains it */
    static ItemWrite updated(Map<String, AttributeValue> updated, Expression expression) {
        Image after = Image.of(updated);
        return new ItemWrite(
                updated,
                updated,
                attribute -> expression.changes(attribute) ? KnownValue.UNKNOWN : after.get(attribute),
                after);
    }

    /** A condition check changes no index. */
    static ItemWrite check(Map<String, AttributeValue> key) {
        return new ItemWrite(key, null, Image.NONE, Image.NONE);
    }

    /** Returns whether the new item is known, and therefore the least size of the write. */
    boolean hasItem() {
        return item != null;
    }
}
