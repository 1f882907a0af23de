package stage5.local.dynamodb;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;
import stage5.local.StartException;
import stage5.topology.Table;

/** Creates tables as the topology declares them. */
public record TableCreation(DynamoDbClient client) {

    /**
     * Creates the table unless it exists, and returns once it is active. An existing table is not changed.
     *
     * @throws StartException if an existing table lacks an index
     */
    public void createIfMissing(Table table) {
        try {
            create(table);
        } catch (ResourceInUseException exists) {
            awaitActive(table);
            requireIndexes(table);
        }
    }

    private void awaitActive(Table table) {
        try (DynamoDbWaiter waiter = client.waiter()) {
            waiter.waitUntilTableExists(describe -> describe.tableName(table.name()));
        }
    }

    private void requireIndexes(Table table) {
        Set<String> existing =
                client
                        .describeTable(describe -> describe.tableName(table.name()))
                        .table()
                        .globalSecondaryIndexes()
                        .stream()
                        .map(GlobalSecondaryIndexDescription::indexName)
                        .collect(Collectors.toSet());
        List<String> missing = table.indexes().stream()
                .map(Table.Index::name)
                .filter(name -> !existing.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new StartException("The table %s exists, but lacks the indexes %s".formatted(table.name(), missing));
        }
    }

    void create(Table table) {
        client.createTable(request(table));
        awaitActive(table);
        if (table.timeToLive() != null) {
            client.updateTimeToLive(update -> update.tableName(table.name())
                    .timeToLiveSpecification(
                            ttl -> ttl.attributeName(table.timeToLive()).enabled(true)));
        }
    }

    private static CreateTableRequest request(Table table) {
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(table.name())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(keys(Table.PARTITION, Table.SORT))
                .attributeDefinitions(table.keyAttributes().entrySet().stream()
                        .map(key -> attribute(key.getKey(), key.getValue()))
                        .toList());
        if (!table.indexes().isEmpty()) { // DynamoDB rejects an empty list of indexes
            request.globalSecondaryIndexes(
                    table.indexes().stream().map(TableCreation::index).toList());
        }
        return request.build();
    }

    private static GlobalSecondaryIndex index(Table.Index index) {
        return GlobalSecondaryIndex.builder()
                .indexName(index.name())
                .keySchema(keys(index.partition(), index.sort()))
                .projection(projection ->
                        projection.projectionType(index.projection().name()))
                .build();
    }

    private static AttributeDefinition attribute(String name, Table.KeyType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.fromValue(type.name()))
                .build();
    }

    private static List<KeySchemaElement> keys(String partition, String sort) {
        return List.of(key(partition, KeyType.HASH), key(sort, KeyType.RANGE));
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }
}
