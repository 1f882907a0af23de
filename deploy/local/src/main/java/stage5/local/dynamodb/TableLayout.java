package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.KeySchemaElement;
import com.amazonaws.services.dynamodbv2.model.Projection;
import com.amazonaws.services.dynamodbv2.model.TableDescription;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of a table and of its indexes. */
record TableLayout(String partition, Map<String, Index> indexes) {

    /**
     * @param sort null if the key has no sort attribute
     * @param projected the attributes of an entry; empty for all attributes of the item
     */
    record Index(String partition, String sort, Optional<Set<String>> projected) {

        /** Returns the partition key of an item's entry; an absent one means that the item has no entry. */
        KnownValue entryKey(Image item) {
            if (sort != null && item.get(sort).isAbsent()) {
                return KnownValue.ABSENT;
            }
            return item.get(partition);
        }

        /** Returns the attributes that the entry of an item has. */
        Map<String, AttributeValue> entry(Map<String, AttributeValue> item) {
            if (projected.isEmpty()) {
                return item;
            }
            Map<String, AttributeValue> entry = new HashMap<>(item);
            entry.keySet().retainAll(projected.get());
            return entry;
        }
    }

    static TableLayout of(TableDescription table) {
        Map<String, Index> indexes = new HashMap<>();
        Set<String> keys = names(table.getKeySchema());
        if (table.getGlobalSecondaryIndexes() != null) {
            table.getGlobalSecondaryIndexes()
                    .forEach(index -> indexes.put(
                            index.getIndexName(), index(keys, index.getKeySchema(), index.getProjection())));
        }
        if (table.getLocalSecondaryIndexes() != null) {
            table.getLocalSecondaryIndexes()
                    .forEach(index -> indexes.put(
                            index.getIndexName(), index(keys, index.getKeySchema(), index.getProjection())));
        }
        return new TableLayout(name(table.getKeySchema(), "HASH"), indexes);
    }

    private static Index index(Set<String> tableKeys, List<KeySchemaElement> schema, Projection projection) {
        return new Index(name(schema, "HASH"), name(schema, "RANGE"), projected(tableKeys, schema, projection));
    }

    private static Optional<Set<String>> projected(
            Set<String> tableKeys, List<KeySchemaElement> schema, Projection projection) {
        if (projection.getProjectionType().equals("ALL")) {
            return Optional.empty();
        }
        Set<String> projected = new HashSet<>(tableKeys);
        projected.addAll(names(schema));
        if (projection.getNonKeyAttributes() != null) {
            projected.addAll(projection.getNonKeyAttributes());
        }
        return Optional.of(projected);
    }

    private static Set<String> names(List<KeySchemaElement> schema) {
        Set<String> names = new HashSet<>();
        schema.forEach(element -> names.add(element.getAttributeName()));
        return names;
    }

    private static String name(List<KeySchemaElement> schema, String type) {
        return schema.stream()
                .filter(element -> element.getKeyType().equals(type))
                .map(KeySchemaElement::getAttributeName)
                .findFirst()
                .orElse(null);
    }
}
