package stage5.local.dynamodb;

import static stage5.local.dynamodb.CapacityRules.CONSISTENTLY;
import static stage5.local.dynamodb.CapacityRules.EVENTUALLY;
import static stage5.local.dynamodb.CapacityRules.TRANSACTION;
import static stage5.local.meter.UsageCounters.Quantity.DYNAMODB_CALLS;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.BatchGetItemRequest;
import com.amazonaws.services.dynamodbv2.model.BatchGetItemResult;
import com.amazonaws.services.dynamodbv2.model.BatchWriteItemRequest;
import com.amazonaws.services.dynamodbv2.model.BatchWriteItemResult;
import com.amazonaws.services.dynamodbv2.model.ConditionCheck;
import com.amazonaws.services.dynamodbv2.model.CreateTableRequest;
import com.amazonaws.services.dynamodbv2.model.CreateTableResult;
import com.amazonaws.services.dynamodbv2.model.Delete;
import com.amazonaws.services.dynamodbv2.model.DeleteItemRequest;
import com.amazonaws.services.dynamodbv2.model.DeleteItemResult;
import com.amazonaws.services.dynamodbv2.model.DeleteTableRequest;
import com.amazonaws.services.dynamodbv2.model.DeleteTableResult;
import com.amazonaws.services.dynamodbv2.model.DescribeTableRequest;
import com.amazonaws.services.dynamodbv2.model.Get;
import com.amazonaws.services.dynamodbv2.model.GetItemRequest;
import com.amazonaws.services.dynamodbv2.model.GetItemResult;
import com.amazonaws.services.dynamodbv2.model.KeysAndAttributes;
import com.amazonaws.services.dynamodbv2.model.Put;
import com.amazonaws.services.dynamodbv2.model.PutItemRequest;
import com.amazonaws.services.dynamodbv2.model.PutItemResult;
import com.amazonaws.services.dynamodbv2.model.QueryRequest;
import com.amazonaws.services.dynamodbv2.model.QueryResult;
import com.amazonaws.services.dynamodbv2.model.ReturnValue;
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
import com.amazonaws.services.dynamodbv2.model.UpdateTableRequest;
import com.amazonaws.services.dynamodbv2.model.UpdateTableResult;
import com.amazonaws.services.dynamodbv2.model.WriteRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;

/**
 * DynamoDB Local in memory, which counts calls, and the capacity that each successful call consumes. A failed call consumes
 * nothing: unlike on AWS, a failed condition costs no capacity here. Statements in PartiQL are not counted.
 *
 * <p>Requests are extended, so that the responses reveal the capacity and, if a table has indexes, the old items. Callers get
 * the responses that they have requested.
 */
class MeteredDynamoDb extends SharedDynamoDb {

    /** All access keys and regions see the same tables. */
    static final String ANY_KEY = "local";

    static final String ANY_REGION = Aws.REGION;

    private static final String OLD = ReturnValue.ALL_OLD.toString();
    private static final String NEW = ReturnValue.ALL_NEW.toString();

    private final UsageCounters usage;
    private final CapacityMeter meter;

    /** Creates the database in memory. */
    MeteredDynamoDb(UsageCounters usage) {
        this.usage = usage;
        this.meter =
                new CapacityMeter(usage, table -> describeTable(ANY_KEY, ANY_REGION, new DescribeTableRequest(table))
                        .getTable());
    }

    @Override
    public CreateTableResult createTable(String key, String region, CreateTableRequest request) {
        CreateTableResult result = super.createTable(key, region, request);
        meter.forget(request.getTableName());
        return result;
    }

    @Override
    public UpdateTableResult updateTable(String key, String region, UpdateTableRequest request) {
        UpdateTableResult result = super.updateTable(key, region, request);
        meter.forget(request.getTableName());
        return result;
    }

    @Override
    public DeleteTableResult deleteTable(String key, String region, DeleteTableRequest request) {
        DeleteTableResult result = super.deleteTable(key, region, request);
        meter.forget(request.getTableName());
        return result;
    }

    @Override
    public GetItemResult getItem(String key, String region, GetItemRequest request) {
        count("GetItem", request.getTableName());
        CapacityDetail detail = CapacityDetail.of(request.getReturnConsumedCapacity());
        request.setReturnConsumedCapacity(detail.toRequest());
        GetItemResult result = super.getItem(key, region, request);
        meter.read(
                request.getTableName(),
                request.getKey(),
                result.getConsumedCapacity().getCapacityUnits());
        return result.withConsumedCapacity(detail.requested(result.getConsumedCapacity()));
    }

    /** Counts a query without items as much as a read of a missing item; DynamoDB Local states 0. */
    @Override
    public QueryResult query(String key, String region, QueryRequest request) {
        count("Query", request.getTableName());
        CapacityDetail detail = CapacityDetail.of(request.getReturnConsumedCapacity());
        request.setReturnConsumedCapacity(detail.toRequest());
        QueryResult result = super.query(key, region, request);
        meter.query(
                request.getTableName(),
                request.getIndexName(),
                new Expression(
                        request.getKeyConditionExpression(),
                        request.getExpressionAttributeNames(),
                        request.getExpressionAttributeValues()),
                Math.max(
                        factor(request.getConsistentRead()),
                        result.getConsumedCapacity().getCapacityUnits()));
        return result.withConsumedCapacity(detail.requested(result.getConsumedCapacity()));
    }

    @Override
    public ScanResult scan(String key, String region, ScanRequest request) {
        count("Scan", request.getTableName());
        CapacityDetail detail = CapacityDetail.of(request.getReturnConsumedCapacity());
        request.setReturnConsumedCapacity(detail.toRequest());
        ScanResult result = super.scan(key, region, request);
        meter.scan(
                request.getTableName(),
                request.getIndexName(),
                Math.max(
                        factor(request.getConsistentRead()),
                        result.getConsumedCapacity().getCapacityUnits()));
        return result.withConsumedCapacity(detail.requested(result.getConsumedCapacity()));
    }

    @Override
    public BatchGetItemResult batchGetItem(String key, String region, BatchGetItemRequest request) {
        count("BatchGetItem", tables(request.getRequestItems()));
        CapacityDetail detail = CapacityDetail.of(request.getReturnConsumedCapacity());
        request.setReturnConsumedCapacity(detail.toRequest());
        BatchGetItemResult result = super.batchGetItem(key, region, request);
        result.getConsumedCapacity().forEach(stated -> {
            String table = stated.getTableName();
            KeysAndAttributes asked = request.getRequestItems().get(table);
            List<Map<String, AttributeValue>> keys = processed(asked.getKeys(), result, table);
            List<Map<String, AttributeValue>> found = result.getResponses().getOrDefault(table, List.of());
            meter.reads(
                    table,
                    keys,
                    keys.stream().map(one -> find(found, one)).toList(),
                    factor(asked.getConsistentRead()),
                    stated.getCapacityUnits());
        });
        return result.withConsumedCapacity(detail.requested(result.getConsumedCapacity()));
    }

    private static List<Map<String, AttributeValue>> processed(
            List<Map<String, AttributeValue>> keys, BatchGetItemResult result, String table) {
        KeysAndAttributes rest = result.getUnprocessedKeys() == null
                ? null
                : result.getUnprocessedKeys().get(table);
        return rest == null
                ? keys
                : keys.stream().filter(key -> !rest.getKeys().contains(key)).toList();
    }

    private static Map<String, AttributeValue> find(
            List<Map<String, AttributeValue>> items, Map<String, AttributeValue> key) {
        return items.stream()
                .filter(item -> item.entrySet().containsAll(key.entrySet()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public TransactGetItemsResult transactGetItems(String key, String region, TransactGetItemsRequest request) {
        count("TransactGetItems", readTables(request.getTransactItems()));
        CapacityDetail detail = CapacityDetail.of(request.getReturnConsumedCapacity());
        request.setReturnConsumedCapacity(detail.toRequest());
        TransactGetItemsResult result = super.transactGetItems(key, region, request);
        result.getConsumedCapacity().forEach(stated -> {
            List<Map<String, AttributeValue>> keys = new ArrayList<>();
            List<Map<String, AttributeValue>> items = new ArrayList<>();
            for (int i = 0; i < request.getTransactItems().size(); i++) {
                Get get = request.getTransactItems().get(i).getGet();
                if (get.getTableName().equals(stated.getTableName())) {
                    keys.add(get.getKey());
                    items.add(result.getResponses().get(i).getItem());
                }
            }
            meter.reads(stated.getTableName(), keys, items, TRANSACTION, stated.getCapacityUnits());
        });
        return result.withConsumedCapacity(detail.requested(result.getConsumedCapacity()));
    }

    @Override
    public PutItemResult putItem(String key, String region, PutItemRequest request) {
        String table = request.getTableName();
        count("PutItem", table);
        CapacityDetail detail = CapacityDetail.of(request.getReturnConsumedCapacity());
        request.setReturnConsumedCapacity(detail.toRequest());
        boolean added = isFree(request.getReturnValues()) && meter.mayHaveIndexes(table);
        if (added) {
            request.setReturnValues(OLD);
        }
        PutItemResult result = super.putItem(key, region, request);
        Image before = OLD.equals(request.getReturnValues()) ? Image.of(result.getAttributes()) : Image.UNKNOWN;
        meter.writes(table, List.of(ItemWrite.put(request.getItem(), before)), result.getConsumedCapacity());
        return result.withAttributes(added ? null : result.getAttributes())
                .withConsumedCapacity(detail.requested(result.getConsumedCapacity()));
    }

    @Override
    public UpdateItemResult updateItem(String key, String region, UpdateItemRequest request) {
        String table = request.getTableName();
        count("UpdateItem", table);
        CapacityDetail detail = CapacityDetail.of(request.getReturnConsumedCapacity());
        request.setReturnConsumedCapacity(detail.toRequest());
        boolean added = isFree(request.getReturnValues()) && meter.mayHaveIndexes(table);
        if (added) {
            request.setReturnValues(OLD);
        }
        UpdateItemResult result = super.updateItem(key, region, request);
        meter.writes(table, List.of(write(request, result)), result.getConsumedCapacity());
        return result.withAttributes(added ? null : result.getAttributes())
                .withConsumedCapacity(detail.requested(result.getConsumedCapacity()));
    }

    private static ItemWrite write(UpdateItemRequest request, UpdateItemResult result) {
        if (request.getAttributeUpdates() != null) { // the form before expressions
            return new ItemWrite(request.getKey(), null, Image.UNKNOWN, Image.UNKNOWN);
        }
        Expression expression = new Expression(
                request.getUpdateExpression(),
                request.getExpressionAttributeNames(),
                request.getExpressionAttributeValues());
        if (NEW.equals(request.getReturnValues())) {
            return ItemWrite.updated(result.getAttributes(), expression);
        }
        Image before = OLD.equals(request.getReturnValues()) ? Image.of(result.getAttributes()) : Image.UNKNOWN;
        return ItemWrite.update(request.getKey(), before, expression);
    }

    @Override
    public DeleteItemResult deleteItem(String key, String region, DeleteItemRequest request) {
        String table = request.getTableName();
        count("DeleteItem", table);
        CapacityDetail detail = CapacityDetail.of(request.getReturnConsumedCapacity());
        request.setReturnConsumedCapacity(detail.toRequest());
        boolean added = isFree(request.getReturnValues()) && meter.mayHaveIndexes(table);
        if (added) {
            request.setReturnValues(OLD);
        }
        DeleteItemResult result = super.deleteItem(key, region, request);
        Image before = OLD.equals(request.getReturnValues()) ? Image.of(result.getAttributes()) : Image.UNKNOWN;
        meter.writes(table, List.of(ItemWrite.delete(request.getKey(), before)), result.getConsumedCapacity());
        return result.withAttributes(added ? null : result.getAttributes())
                .withConsumedCapacity(detail.requested(result.getConsumedCapacity()));
    }

    private static boolean isFree(String returnValues) {
        return returnValues == null || returnValues.equals(ReturnValue.NONE.toString());
    }

    @Override
    public BatchWriteItemResult batchWriteItem(String key, String region, BatchWriteItemRequest request) {
        count("BatchWriteItem", tables(request.getRequestItems()));
        CapacityDetail detail = CapacityDetail.of(request.getReturnConsumedCapacity());
        request.setReturnConsumedCapacity(detail.toRequest());
        BatchWriteItemResult result = super.batchWriteItem(key, region, request);
        Map<String, List<WriteRequest>> unprocessed =
                result.getUnprocessedItems() == null ? Map.of() : result.getUnprocessedItems();
        result.getConsumedCapacity().forEach(stated -> {
            String table = stated.getTableName();
            List<WriteRequest> rest = unprocessed.getOrDefault(table, List.of());
            List<ItemWrite> writes = request.getRequestItems().get(table).stream()
                    .filter(write -> !rest.contains(write))
                    .map(MeteredDynamoDb::write)
                    .toList();
            meter.writes(table, writes, stated);
        });
        return result.withConsumedCapacity(detail.requested(result.getConsumedCapacity()));
    }

    private static ItemWrite write(WriteRequest request) {
        return request.getPutRequest() == null
                ? ItemWrite.delete(request.getDeleteRequest().getKey(), Image.UNKNOWN)
                : ItemWrite.put(request.getPutRequest().getItem(), Image.UNKNOWN);
    }

    /** A repetition with the same client token only reads. */
    @Override
    public TransactWriteItemsResult transactWriteItems(String key, String region, TransactWriteItemsRequest request) {
        count("TransactWriteItems", writtenTables(request.getTransactItems()));
        CapacityDetail detail = CapacityDetail.of(request.getReturnConsumedCapacity());
        request.setReturnConsumedCapacity(detail.toRequest());
        TransactWriteItemsResult result = super.transactWriteItems(key, region, request);
        result.getConsumedCapacity().forEach(stated -> {
            String table = stated.getTableName();
            List<ItemWrite> writes = request.getTransactItems().stream()
                    .filter(item -> table.equals(table(item)))
                    .map(MeteredDynamoDb::write)
                    .toList();
            if (stated.getWriteCapacityUnits() == null) {
                List<Map<String, AttributeValue>> items = new ArrayList<>();
                writes.forEach(write -> items.add(write.item()));
                meter.reads(
                        table,
                        writes.stream().map(ItemWrite::key).toList(),
                        items,
                        TRANSACTION,
                        stated.getCapacityUnits());
            } else {
                meter.transaction(table, writes, stated);
            }
        });
        return result.withConsumedCapacity(detail.requested(result.getConsumedCapacity()));
    }

    private static ItemWrite write(TransactWriteItem item) {
        if (item.getPut() != null) {
            return ItemWrite.put(item.getPut().getItem(), Image.UNKNOWN);
        }
        if (item.getUpdate() instanceof Update update) {
            return ItemWrite.update(
                    update.getKey(),
                    Image.UNKNOWN,
                    new Expression(
                            update.getUpdateExpression(),
                            update.getExpressionAttributeNames(),
                            update.getExpressionAttributeValues()));
        }
        return item.getDelete() == null
                ? ItemWrite.check(item.getConditionCheck().getKey())
                : ItemWrite.delete(item.getDelete().getKey(), Image.UNKNOWN);
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
