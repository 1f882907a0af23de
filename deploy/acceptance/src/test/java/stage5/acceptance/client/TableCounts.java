package stage5.acceptance.client;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import stage5.stack.Ports;
import stage5.stack.cloud.CloudClients;
import stage5.topology.Table;
import stage5.topology.Topology;

/** Counts the items of the DynamoDB tables. */
public final class TableCounts {

    private TableCounts() {}

    /** Returns the number of items in each table. */
    public static Map<String, Long> read(Ports ports) {
        Map<String, Long> items = new TreeMap<>();
        try (DynamoDbClient dynamo = CloudClients.dynamoDb(ports)) {
            for (Table table : Topology.load().tables().toList()) {
                long count = dynamo
                        .scanPaginator(scan -> scan.tableName(table.name()).select("COUNT"))
                        .stream()
                        .mapToLong(page -> page.count())
                        .sum();
                items.put(table.name(), count);
            }
        }
        return items;
    }
}
