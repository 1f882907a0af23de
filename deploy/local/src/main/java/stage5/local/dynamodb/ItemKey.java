package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import java.util.Map;

/**
 * The primary key of one item.
 *
 * @param attributes the partition key first
 */
record ItemKey(String table, Map<String, AttributeValue> attributes) {

    /** Returns the partition key; empty if it is no text. */
    String partition() {
        AttributeValue value = attributes.values().iterator().next();
        return value == null || value.getS() == null ? "" : value.getS();
    }
}
