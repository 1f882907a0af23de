package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.KeySchemaElement;
import com.amazonaws.services.dynamodbv2.model.TransactGetItem;
import com.amazonaws.services.dynamodbv2.model.TransactWriteItem;
import com.amazonaws.services.dynamodbv2.model.WriteRequest;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Finds the primary keys of the items in a request. Invalid requests have no keys; DynamoDB Local rejects them. */
final class ItemKeys {

    private final Function<String, List<KeySchemaElement>> describe;
    private final Map<String, List<String>> keyAttributes = new ConcurrentHashMap<>();

    /** @param describe returns the key schema of a table; throws an exception if there is no such table */
    ItemKeys(Function<String, List<KeySchemaElement>> describe) {
        this.describe = describe;
    }

    /** Forgets the key schema of a table that is deleted. */
    void forget(String table) {
        keyAttributes.remove(table);
    }

    /** Returns the key of an item, from all its attributes or from its key only. */
    Optional<ItemKey> of(String table, Map<String, AttributeValue> item) {
        if (table == null || item == null) {
            return Optional.empty();
        }
        List<String> names = keyAttributes(table);
        if (names.isEmpty() || !item.keySet().containsAll(names)) {
            return Optional.empty();
        }
        Map<String, AttributeValue> key = new LinkedHashMap<>(); // the partition key is the first of a key schema
        names.forEach(name -> key.put(name, normalised(item.get(name))));
        return Optional.of(new ItemKey(table, key));
    }

    Optional<ItemKey> of(TransactWriteItem item) {
        if (item.getPut() != null) {
            return of(item.getPut().getTableName(), item.getPut().getItem());
        }
        if (item.getUpdate() != null) {
            return of(item.getUpdate().getTableName(), item.getUpdate().getKey());
        }
        if (item.getDelete() != null) {
            return of(item.getDelete().getTableName(), item.getDelete().getKey());
        }
        return item.getConditionCheck() == null
                ? Optional.empty()
                : of(
                        item.getConditionCheck().getTableName(),
                        item.getConditionCheck().getKey());
    }

    Optional<ItemKey> of(TransactGetItem item) {
        return item.getGet() == null
                ? Optional.empty()
                : of(item.getGet().getTableName(), item.getGet().getKey());
    }

    Optional<ItemKey> of(String table, WriteRequest request) {
        return request.getPutRequest() == null
                ? of(
                        table,
                        request.getDeleteRequest() == null
                                ? null
                                : request.getDeleteRequest().getKey())
                : of(table, request.getPutRequest().getItem());
    }

    private List<String> keyAttributes(String table) {
        List<String> known = keyAttributes.get(table);
        return known == null ? describe(table) : known;
    }

    private List<String> describe(String table) {
        try {
            List<String> names = describe.apply(table).stream()
                    .map(KeySchemaElement::getAttributeName)
                    .toList();
            keyAttributes.put(table, names);
            return names;
        } catch (RuntimeException noTable) {
            return List.of();
        }
    }

    /** DynamoDB regards 1 and 1.0 as the same number. */
    private static AttributeValue normalised(AttributeValue value) {
        if (value == null || value.getN() == null) {
            return value;
        }
        try {
            return new AttributeValue()
                    .withN(new BigDecimal(value.getN()).stripTrailingZeros().toPlainString());
        } catch (NumberFormatException invalid) {
            return value;
        }
    }
}
