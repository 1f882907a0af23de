package stage5.local.dynamodb.store;

import com.amazonaws.services.dynamodbv2.local.shared.access.TableInfo;
import com.amazonaws.services.dynamodbv2.model.AttributeDefinition;

/**
 * The names of the key attributes of a table or an index.
 *
 * @param sort null if the key has no sort key
 */
public record IndexKey(String partition, String sort) {

    /**
     * Returns the key attributes.
     *
     * @param index null for the table itself
     */
    public static IndexKey of(TableInfo table, String index) {
        if (index == null) {
            return new IndexKey(name(table.getHashKey()), name(table.getRangeKey()));
        }
        return table.isGSIIndex(index)
                ? new IndexKey(name(table.getGSIHashKey(index)), name(table.getGSIRangeKey(index)))
                : new IndexKey(name(table.getHashKey()), name(table.getLSIRangeKey(index)));
    }

    private static String name(AttributeDefinition attribute) {
        return attribute == null ? null : attribute.getAttributeName();
    }
}
