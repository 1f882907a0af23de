package stage5.kit.testing.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Deletes what other tests left in a table, so that a test need not read or process it. */
public final class TableCleaner {

    private static final int MAX_BATCH = 25; // the limit of BatchWriteItem

    private TableCleaner() {}

    /** Deletes the items whose partition key begins with the prefix. */
    public static void deletePartitions(DynamoDbAsyncClient dynamo, String table, String prefix) {
        delete(dynamo, table, scan -> scan.tableName(table)
                .consistentRead(true)
                .filterExpression("begins_with(pk, :prefix)")
                .expressionAttributeValues(Map.of(":prefix", AttributeValue.fromS(prefix)))
                .projectionExpression("pk, sk"));
    }

    private static void delete(DynamoDbAsyncClient dynamo, String table, Consumer<ScanRequest.Builder> scan) {
        List<WriteRequest> deletions = new ArrayList<>();
        dynamo.scanPaginator(scan)
                .items()
                .subscribe(key -> deletions.add(WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key))
                        .build()))
                .join();
        for (int from = 0; from < deletions.size(); from += MAX_BATCH) {
            List<WriteRequest> batch = deletions.subList(from, Math.min(from + MAX_BATCH, deletions.size()));
            dynamo.batchWriteItem(write -> write.requestItems(Map.of(table, batch)))
                    .join();
        }
    }
}
