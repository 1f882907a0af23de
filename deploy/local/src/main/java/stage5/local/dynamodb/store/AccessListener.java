package stage5.local.dynamodb.store;

import com.amazonaws.services.dynamodbv2.local.shared.access.TableInfo;
import com.amazonaws.services.dynamodbv2.local.shared.model.AttributeValue;
import java.util.Map;

/** Is notified of each access to items, in the thread of the call that causes it. */
public interface AccessListener {

    /** Does nothing. */
    AccessListener NONE = new AccessListener() {};

    /**
     * A call reads an item by its key.
     *
     * @param item null if there is none
     */
    default void onRead(TableInfo table, Map<String, AttributeValue> key, Map<String, AttributeValue> item) {}

    /**
     * A call reads items that share a partition key.
     *
     * @param index null for the table itself
     * @param partition the value of the partition key
     */
    default void onQuery(TableInfo table, String index, AttributeValue partition) {}

    /**
     * A call writes an item. Writes of a transaction that is rolled back are notified, too.
     *
     * @param before null if there was no such item
     * @param after null if the item is deleted
     */
    default void onWrite(
            TableInfo table,
            Map<String, AttributeValue> key,
            Map<String, AttributeValue> before,
            Map<String, AttributeValue> after) {}
}
