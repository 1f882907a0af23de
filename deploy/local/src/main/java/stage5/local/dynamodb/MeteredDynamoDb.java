package stage5.local.dynamodb;

import static stage5.local.dynamodb.CapacityRules.CONSISTENTLY;
import static stage5.local.dynamodb.CapacityRules.EVENTUALLY;
import static stage5.local.dynamodb.CapacityRules.TRANSACTION;
import static stage5.local.meter.UsageCounters.Quantity.DYNAMODB_CALLS;

import com.amazonaws.services.dynamodbv2.model.BatchGetItemRequest;
import com.amazonaws.services.dynamodbv2.model.BatchGetItemResult;
import com.amazonaws.services.dynamodbv2.model.BatchWriteItemRequest;
import com.amazonaws.services.dynamodbv2.model.BatchWriteItemResult;
import com.amazonaws.services.dynamodbv2.model.ConditionCheck;
import com.amazonaws.services.dynamodbv2.model.Delete;
import com.amazonaws.services.dynamodbv2.model.DeleteItemRequest;
import com.amazonaws.services.dynamodbv2.model.DeleteItemResult;
import com.amazonaws.services.dynamodbv2.model.GetItemRequest;
import com.amazonaws.services.dynamodbv2.model.GetItemResult;
import com.amazonaws.services.dynamodbv2.model.KeysAndAttributes;
import com.amazonaws.services.dynamodbv2.model.Put;
import com.amazonaws.services.dynamodbv2.model.PutItemRequest;
import com.amazonaws.services.dynamodbv2.model.PutItemResult;
import com.amazonaws.services.dynamodbv2.model.QueryRequest;
import com.amazonaws.services.dynamodbv2.model.QueryResult;
import com.amazonaws.services.dynamodbv2.model.ReturnConsumedCapacity;
import com.amazonaws.services.dynamodbv2.model.ScanRequest;
import com.amazonaws.services.dynamodbv2.model.ScanResult;
import com.amazonaws.services.dynamodbv2.model.TransactGetItem;
import com.amazonaws.services.dynamodbv2.model.TransactGetItemsRequest;
import com.amazonaws.services.dynamodbv2.model.TransactGetItemsResult;
import com.amazonaws.services.dynamodbv2.model.TransactWriteItem;
import com.amazonaws.services.dynamodbv2.model.TransactWriteItemsRequest;
import com.amazonaws.services.dynamodbv2.model.TransactWriteItemsResult;
import com.amazonaws.services.dynamodbv2.model.Update;
import com.amazonaws.services.dynamodbv2.model.UpdateItemRequest;
import com.amazonaws.services.dynamodbv2.model.UpdateItemResult;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;

/**
 * DynamoDB Local, which counts calls, and the capacity that each successful call consumes. A failed call consumes nothing:
 * unlike on AWS, a failed condition costs no capacity here. Statements in PartiQL are not counted.
 */
class MeteredDynamoDb extends EmbeddedDynamoDb {

    /** All access keys and regions see the same tables. */
    static final String ANY_KEY = "local";

    static final String ANY_REGION = Aws.REGION;

    private static final String TOTAL = ReturnConsumedCapacity.TOTAL.toString();

    private final UsageCounters usage;
    private final CapacityMeter meter;

    /** Creates the database in memory. */
    MeteredDynamoDb(UsageCounters usage) {
        this(usage, new CapacityMeter(usage));
    }

    private MeteredDynamoDb(UsageCounters usage, CapacityMeter meter) {
        super(meter);
        this.usage = usage;
        this.meter = meter;
    }

    @Override
    public GetItemResult getItem(String key, String region, GetItemRequest request) {
        count("GetItem", request.getTableName());
        double factor = factor(request.getConsistentRead());
        return meter.reads(table -> factor, () -> super.getItem(key, region, request));
    }

    @Override
    public QueryResult query(String key, String region, QueryRequest request) {
        count("Query", request.getTableName());
        boolean requested = isRequested(request.getReturnConsumedCapacity());
        QueryRequest stated = requested ? request : request.withReturnConsumedCapacity(TOTAL);
        QueryResult result = meter.query(
                request.getTableName(),
                factor(request.getConsistentRead()),
                found -> found.getConsumedCapacity().getCapacityUnits(),
                () -> super.query(key, region, stated));
        return requested ? result : result.withConsumedCapacity(null);
    }

    @Override
    public ScanResult scan(String key, String region, ScanRequest request) {
        count("Scan", request.getTableName());
        boolean requested = isRequested(request.getReturnConsumedCapacity());
        ScanRequest stated = requested ? request : request.withReturnConsumedCapacity(TOTAL);
        ScanResult result = meter.query(
                request.getTableName(),
                factor(request.getConsistentRead()),
                found -> found.getConsumedCapacity().getCapacityUnits(),
                () -> super.scan(key, region, stated));
        return requested ? result : result.withConsumedCapacity(null);
    }

    @Override
    public BatchGetItemResult batchGetItem(String key, String region, BatchGetItemRequest request) {
        Map<String, KeysAndAttributes> items = request.getRequestItems();
        count("BatchGetItem", tables(items));
        return meter.reads(
                table -> factor(items.get(table).getConsistentRead()), () -> super.batchGetItem(key, region, request));
    }

    @Override
    public TransactGetItemsResult transactGetItems(String key, String region, TransactGetItemsRequest request) {
        count("TransactGetItems", readTables(request.getTransactItems()));
        return meter.reads(table -> TRANSACTION, () -> super.transactGetItems(key, region, request));
    }

    @Override
    public PutItemResult putItem(String key, String region, PutItemRequest request) {
        count("PutItem", request.getTableName());
        return meter.writes(() -> super.putItem(key, region, request));
    }

    @Override
    public UpdateItemResult updateItem(String key, String region, UpdateItemRequest request) {
        count("UpdateItem", request.getTableName());
        return meter.writes(() -> super.updateItem(key, region, request));
    }

    @Override
    public DeleteItemResult deleteItem(String key, String region, DeleteItemRequest request) {
        count("DeleteItem", request.getTableName());
        return meter.writes(() -> super.deleteItem(key, region, request));
    }

    @Override
    public BatchWriteItemResult batchWriteItem(String key, String region, BatchWriteItemRequest request) {
        count("BatchWriteItem", tables(request.getRequestItems()));
        return meter.writes(() -> super.batchWriteItem(key, region, request));
    }

    @Override
    public TransactWriteItemsResult transactWriteItems(String key, String region, TransactWriteItemsRequest request) {
        List<TransactWriteItem> items = request.getTransactItems();
        count("TransactWriteItems", writtenTables(items));
        boolean hasWrites = items != null && items.stream().anyMatch(item -> item.getConditionCheck() == null);
        return meter.transaction(hasWrites, () -> super.transactWriteItems(key, region, request));
    }

    GetItemResult getUnmetered(GetItemRequest request) {
        return super.getItem(ANY_KEY, ANY_REGION, request);
    }

    ScanResult scanUnmetered(ScanRequest request) {
        return super.scan(ANY_KEY, ANY_REGION, request);
    }

    void putUnmetered(PutItemRequest request) {
        super.putItem(ANY_KEY, ANY_REGION, request);
    }

    void deleteUnmetered(DeleteItemRequest request) {
        super.deleteItem(ANY_KEY, ANY_REGION, request);
    }

    private static double factor(Boolean consistentRead) {
        return Boolean.TRUE.equals(consistentRead) ? CONSISTENTLY : EVENTUALLY;
    }

    private static boolean isRequested(String returnConsumedCapacity) {
        return returnConsumedCapacity != null && !returnConsumedCapacity.equals(ReturnConsumedCapacity.NONE.toString());
    }

    private void count(String operation, String tables) {
        usage.addCall(DYNAMODB_CALLS, tables == null ? "" : tables, operation);
    }

    private static String tables(Map<String, ?> items) {
        return items == null ? null : joined(items.keySet().stream());
    }

    private static String readTables(Collection<TransactGetItem> items) {
        return items == null
                ? null
                : joined(items.stream()
                        .map(TransactGetItem::getGet)
                        .filter(Objects::nonNull)
                        .map(get -> get.getTableName()));
    }

    private static String writtenTables(Collection<TransactWriteItem> items) {
        return items == null ? null : joined(items.stream().map(MeteredDynamoDb::table));
    }

    private static String table(TransactWriteItem item) {
        return switch (item) {
            case TransactWriteItem i when i.getPut() instanceof Put put -> put.getTableName();
            case TransactWriteItem i when i.getUpdate() instanceof Update update -> update.getTableName();
            case TransactWriteItem i when i.getDelete() instanceof Delete delete -> delete.getTableName();
            case TransactWriteItem i when i.getConditionCheck() instanceof ConditionCheck check -> check.getTableName();
            default -> null;
        };
    }

    private static String joined(Stream<String> tables) {
        return tables.filter(Objects::nonNull).distinct().sorted().collect(Collectors.joining("+"));
    }
}
