package stage5.simulation;

import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import com.amazonaws.services.dynamodbv2.local.shared.access.LocalDBClient;
import com.amazonaws.services.dynamodbv2.local.shared.jobs.JobsRegister;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import stage5.local.dynamodb.CachedTableDescriptions;
import stage5.topology.Table;
import stage5.topology.Topology;

/** Amazon's DynamoDB Local in this process, with the topology's tables. Calls are synchronous. */
final class EmbeddedDynamoDb {

    private static final String EMBEDDED = "com.amazonaws.services.dynamodbv2.local.embedded.";
    private static final int MAX_DELETES = 25; // limit of BatchWriteItem

    private final Topology topology;
    private final DynamoDbClient client;

    EmbeddedDynamoDb(Topology topology) {
        this.topology = topology;
        this.client = embedded();
        topology.tables().forEach(table -> client.createTable(request(table)));
    }

    DynamoDbClient client() {
        return client;
    }

    List<Map<String, AttributeValue>> items(String table) {
        return client.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items().stream()
                .toList();
    }

    /** Returns the number of items whose partition key has this prefix. */
    int count(String table, String partitionPrefix) {
        return client.scan(scan -> scan.tableName(table)
                        .consistentRead(true)
                        .filterExpression("begins_with(pk, :prefix)")
                        .expressionAttributeValues(Map.of(":prefix", AttributeValue.fromS(partitionPrefix)))
                        .select(Select.COUNT))
                .count();
    }

    /** Deletes all items, which is faster than to recreate the tables. */
    void clear() {
        topology.tables().map(Table::name).forEach(table -> {
            List<WriteRequest> deletes = new ArrayList<>();
            for (Map<String, AttributeValue> item : items(table)) {
                Map<String, AttributeValue> key =
                        Map.of(Table.PARTITION, item.get(Table.PARTITION), Table.SORT, item.get(Table.SORT));
                deletes.add(WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key))
                        .build());
            }
            for (int i = 0; i < deletes.size(); i += MAX_DELETES) {
                List<WriteRequest> batch = deletes.subList(i, Math.min(i + MAX_DELETES, deletes.size()));
                client.batchWriteItem(write -> write.requestItems(Map.of(table, batch)));
            }
        });
    }

    /** Equals {@code DynamoDBEmbedded.create} without its telemetry, which is not on the class path. */
    private static DynamoDbClient embedded() {
        LocalDBClient local = new LocalDBClient(
                new CachedTableDescriptions(),
                new JobsRegister(
                        Executors.newSingleThreadExecutor(
                                Thread.ofPlatform().daemon().factory()),
                        false));
        Object exceptions = instantiate(EMBEDDED + "DDBExceptionMappingInvocationHandler", local);
        return ((AmazonDynamoDBLocal) instantiate(EMBEDDED + "DynamoDBEmbedded$1", exceptions)).dynamoDbClient();
    }

    private static Object instantiate(String className, Object argument) {
        try {
            Constructor<?> constructor = Class.forName(className).getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance(argument);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("DynamoDB Local has changed its internal classes", e);
        }
    }

    private static CreateTableRequest request(Table table) {
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(table.name())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(keys(Table.PARTITION, Table.SORT))
                .attributeDefinitions(table.keyAttributes().entrySet().stream()
                        .map(key -> AttributeDefinition.builder()
                                .attributeName(key.getKey())
                                .attributeType(key.getValue().name())
                                .build())
                        .toList());
        if (!table.indexes().isEmpty()) {
            request.globalSecondaryIndexes(table.indexes().stream()
                    .map(index -> GlobalSecondaryIndex.builder()
                            .indexName(index.name())
                            .keySchema(keys(index.partition(), index.sort()))
                            .projection(projection ->
                                    projection.projectionType(index.projection().name()))
                            .build())
                    .toList());
        }
        return request.build();
    }

    private static List<KeySchemaElement> keys(String partition, String sort) {
        return List.of(key(partition, KeyType.HASH), key(sort, KeyType.RANGE));
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }
}
