package stage5.local.dynamodb;

import static stage5.local.meter.UsageCounters.Quantity.READ_UNITS;
import static stage5.local.meter.UsageCounters.Quantity.WRITE_UNITS;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.model.BatchGetItemRequest;
import com.amazonaws.services.dynamodbv2.model.BatchGetItemResult;
import com.amazonaws.services.dynamodbv2.model.BatchWriteItemRequest;
import com.amazonaws.services.dynamodbv2.model.BatchWriteItemResult;
import com.amazonaws.services.dynamodbv2.model.ConsumedCapacity;
import com.amazonaws.services.dynamodbv2.model.DeleteItemRequest;
import com.amazonaws.services.dynamodbv2.model.DeleteItemResult;
import com.amazonaws.services.dynamodbv2.model.GetItemRequest;
import com.amazonaws.services.dynamodbv2.model.GetItemResult;
import com.amazonaws.services.dynamodbv2.model.PutItemRequest;
import com.amazonaws.services.dynamodbv2.model.PutItemResult;
import com.amazonaws.services.dynamodbv2.model.QueryRequest;
import com.amazonaws.services.dynamodbv2.model.QueryResult;
import com.amazonaws.services.dynamodbv2.model.ReturnConsumedCapacity;
import com.amazonaws.services.dynamodbv2.model.ScanRequest;
import com.amazonaws.services.dynamodbv2.model.ScanResult;
import com.amazonaws.services.dynamodbv2.model.TransactGetItemsRequest;
import com.amazonaws.services.dynamodbv2.model.TransactGetItemsResult;
import com.amazonaws.services.dynamodbv2.model.TransactWriteItemsRequest;
import com.amazonaws.services.dynamodbv2.model.TransactWriteItemsResult;
import com.amazonaws.services.dynamodbv2.model.UpdateItemRequest;
import com.amazonaws.services.dynamodbv2.model.UpdateItemResult;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;
import stage5.local.meter.UsageCounters.Quantity;

/**
 * DynamoDB Local in memory, which counts the capacity that each call consumes. Therefore every response states the
 * consumed capacity, even if the caller did not request it. Failed calls count nothing: unlike AWS, a failed condition
 * costs no capacity here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">Read and write
 *     operations</a>
 */
class MeteredDynamoDb extends LocalDynamoDBRequestHandler {

    /**
     * DynamoDB Local counts a write in a transaction four times: the factor 2 for transactions is applied both per item
     * and per transaction. AWS applies it once, so the value is halved.
     */
    private static final double TRANSACTION_FACTOR = 0.5;

    /** The value that Amazon's ServerRunner passes. */
    private static final int UNDOCUMENTED = 0;

    /** All access keys and regions see the same tables. */
    static final String ANY_KEY = "local";

    static final String ANY_REGION = Aws.REGION;

    private static final String TOTAL = ReturnConsumedCapacity.TOTAL.toString();

    private final UsageCounters usage;

    /** Creates the database in memory. */
    MeteredDynamoDb(UsageCounters usage) throws Exception {
        super(UNDOCUMENTED, true, null, true, false);
        this.usage = usage;
    }

    @Override
    public GetItemResult getItem(String key, String region, GetItemRequest request) {
        requestConsumedCapacity(request.getReturnConsumedCapacity(), request::setReturnConsumedCapacity);
        return count(READ_UNITS, super.getItem(key, region, request), GetItemResult::getConsumedCapacity);
    }

    @Override
    public QueryResult query(String key, String region, QueryRequest request) {
        requestConsumedCapacity(request.getReturnConsumedCapacity(), request::setReturnConsumedCapacity);
        return count(READ_UNITS, super.query(key, region, request), QueryResult::getConsumedCapacity);
    }

    @Override
    public ScanResult scan(String key, String region, ScanRequest request) {
        requestConsumedCapacity(request.getReturnConsumedCapacity(), request::setReturnConsumedCapacity);
        return count(READ_UNITS, super.scan(key, region, request), ScanResult::getConsumedCapacity);
    }

    @Override
    public BatchGetItemResult batchGetItem(String key, String region, BatchGetItemRequest request) {
        requestConsumedCapacity(request.getReturnConsumedCapacity(), request::setReturnConsumedCapacity);
        return countAll(READ_UNITS, super.batchGetItem(key, region, request), BatchGetItemResult::getConsumedCapacity);
    }

    @Override
    public TransactGetItemsResult transactGetItems(String key, String region, TransactGetItemsRequest request) {
        requestConsumedCapacity(request.getReturnConsumedCapacity(), request::setReturnConsumedCapacity);
        return countAll(
                READ_UNITS, super.transactGetItems(key, region, request), TransactGetItemsResult::getConsumedCapacity);
    }

    @Override
    public PutItemResult putItem(String key, String region, PutItemRequest request) {
        requestConsumedCapacity(request.getReturnConsumedCapacity(), request::setReturnConsumedCapacity);
        return count(WRITE_UNITS, super.putItem(key, region, request), PutItemResult::getConsumedCapacity);
    }

    @Override
    public UpdateItemResult updateItem(String key, String region, UpdateItemRequest request) {
        requestConsumedCapacity(request.getReturnConsumedCapacity(), request::setReturnConsumedCapacity);
        return count(WRITE_UNITS, super.updateItem(key, region, request), UpdateItemResult::getConsumedCapacity);
    }

    @Override
    public DeleteItemResult deleteItem(String key, String region, DeleteItemRequest request) {
        requestConsumedCapacity(request.getReturnConsumedCapacity(), request::setReturnConsumedCapacity);
        return count(WRITE_UNITS, super.deleteItem(key, region, request), DeleteItemResult::getConsumedCapacity);
    }

    @Override
    public BatchWriteItemResult batchWriteItem(String key, String region, BatchWriteItemRequest request) {
        requestConsumedCapacity(request.getReturnConsumedCapacity(), request::setReturnConsumedCapacity);
        return countAll(
                WRITE_UNITS, super.batchWriteItem(key, region, request), BatchWriteItemResult::getConsumedCapacity);
    }

    @Override
    public TransactWriteItemsResult transactWriteItems(String key, String region, TransactWriteItemsRequest request) {
        requestConsumedCapacity(request.getReturnConsumedCapacity(), request::setReturnConsumedCapacity);
        TransactWriteItemsResult result = super.transactWriteItems(key, region, request);
        result.getConsumedCapacity().forEach(one -> add(WRITE_UNITS, one, TRANSACTION_FACTOR));
        return result;
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

    private static void requestConsumedCapacity(String requested, Consumer<String> setter) {
        if (requested == null || requested.equals(ReturnConsumedCapacity.NONE.toString())) {
            setter.accept(TOTAL);
        }
    }

    private <R> R count(Quantity quantity, R result, Function<R, ConsumedCapacity> consumed) {
        return countAll(quantity, result, consumed.andThen(List::of));
    }

    private <R> R countAll(Quantity quantity, R result, Function<R, List<ConsumedCapacity>> consumed) {
        consumed.apply(result).forEach(one -> add(quantity, one, 1));
        return result;
    }

    private void add(Quantity quantity, ConsumedCapacity consumed, double factor) {
        usage.add(quantity, consumed.getTableName(), consumed.getCapacityUnits() * factor);
    }
}
