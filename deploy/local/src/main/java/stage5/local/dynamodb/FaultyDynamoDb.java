package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.BatchGetItemRequest;
import com.amazonaws.services.dynamodbv2.model.BatchGetItemResult;
import com.amazonaws.services.dynamodbv2.model.BatchWriteItemRequest;
import com.amazonaws.services.dynamodbv2.model.BatchWriteItemResult;
import com.amazonaws.services.dynamodbv2.model.CreateTableRequest;
import com.amazonaws.services.dynamodbv2.model.CreateTableResult;
import com.amazonaws.services.dynamodbv2.model.DeleteItemRequest;
import com.amazonaws.services.dynamodbv2.model.DeleteItemResult;
import com.amazonaws.services.dynamodbv2.model.DeleteTableRequest;
import com.amazonaws.services.dynamodbv2.model.DeleteTableResult;
import com.amazonaws.services.dynamodbv2.model.DescribeTableRequest;
import com.amazonaws.services.dynamodbv2.model.GetItemRequest;
import com.amazonaws.services.dynamodbv2.model.GetItemResult;
import com.amazonaws.services.dynamodbv2.model.KeysAndAttributes;
import com.amazonaws.services.dynamodbv2.model.PutItemRequest;
import com.amazonaws.services.dynamodbv2.model.PutItemResult;
import com.amazonaws.services.dynamodbv2.model.QueryRequest;
import com.amazonaws.services.dynamodbv2.model.QueryResult;
import com.amazonaws.services.dynamodbv2.model.ScanRequest;
import com.amazonaws.services.dynamodbv2.model.ScanResult;
import com.amazonaws.services.dynamodbv2.model.TransactGetItemsRequest;
import com.amazonaws.services.dynamodbv2.model.TransactGetItemsResult;
import com.amazonaws.services.dynamodbv2.model.TransactWriteItemsRequest;
import com.amazonaws.services.dynamodbv2.model.TransactWriteItemsResult;
import com.amazonaws.services.dynamodbv2.model.UpdateItemRequest;
import com.amazonaws.services.dynamodbv2.model.UpdateItemResult;
import com.amazonaws.services.dynamodbv2.model.WriteRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import stage5.local.fault.FaultActivation;
import stage5.local.fault.FaultControl;
import stage5.local.meter.UsageCounters;

/**
 * DynamoDB Local with transaction conflicts, which it lacks because it runs calls one after the other, and with the faults
 * that are set. A call holds its items from its arrival to its result, so that calls conflict if they are in progress at the
 * same time, as on AWS. A call that fails before it reaches DynamoDB Local consumes no capacity.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Errors of DynamoDB</a>
 */
final class FaultyDynamoDb extends MeteredDynamoDb {

    private static final String CONFLICTS = "conflicts";
    private static final String THROTTLED = "throttled";
    private static final String ERRORS = "errors";
    private static final String LOST_RESPONSES = "lostResponses";
    private static final String SLOW = "slow";
    private static final String UNPROCESSED = "unprocessedItems";
    private static final String STALE = "staleReads";

    private static final int WRITE_UNITS = 1;
    private static final int TRANSACTION_UNITS = 2;

    /** Has random numbers of its own, and no counter. */
    private static final String STALE_LAG = "lag";

    private final UsageCounters usage;
    private final FaultControl<DynamoDbFault> faults;
    private final Pause pause;
    private final ItemLocks locks = new ItemLocks();
    private final PartitionCapacity partition = new PartitionCapacity(InstantSource.system());
    private final ItemKeys keys =
            new ItemKeys(table -> describeTable(ANY_KEY, ANY_REGION, new DescribeTableRequest(table))
                    .getTable()
                    .getKeySchema());
    private volatile Optional<LaggingReplica> replica = Optional.empty();

    /** @param pause lets the time pass that a fault adds to a call */
    FaultyDynamoDb(UsageCounters usage, FaultControl<DynamoDbFault> faults, Pause pause) {
        super(usage);
        this.usage = usage;
        this.faults = faults;
        this.pause = pause;
        faults.onChange(this::replaceReplica);
        replaceReplica(faults.activation());
    }

    private synchronized void replaceReplica(FaultActivation<DynamoDbFault> now) {
        replica.ifPresent(LaggingReplica::close);
        DynamoDbFault fault = now.settings();
        replica = fault.staleShare() == 0
                ? Optional.empty()
                : Optional.of(LaggingReplica.of(this, usage, () -> now.upTo(STALE_LAG, fault.staleMillis())));
        replica.ifPresent(LaggingReplica::start); // only now: calls have to capture their writes already
    }

    /** Returns a control of this class's faults. */
    static FaultControl<DynamoDbFault> control() {
        return new FaultControl<>(
                "dynamodb",
                DynamoDbFault.class,
                DynamoDbFault.NONE,
                List.of(CONFLICTS, THROTTLED, ERRORS, LOST_RESPONSES, SLOW, UNPROCESSED, STALE),
                InstantSource.system());
    }

    @Override
    public GetItemResult getItem(String key, String region, GetItemRequest request) {
        return read(
                !isConsistent(request.getConsistentRead()),
                () -> super.getItem(key, region, request),
                stale -> stale.getItem(key, region, request));
    }

    @Override
    public QueryResult query(String key, String region, QueryRequest request) {
        return read(
                !isConsistent(request.getConsistentRead()),
                () -> super.query(key, region, request),
                stale -> stale.query(key, region, request));
    }

    @Override
    public ScanResult scan(String key, String region, ScanRequest request) {
        return read(
                !isConsistent(request.getConsistentRead()),
                () -> super.scan(key, region, request),
                stale -> stale.scan(key, region, request));
    }

    @Override
    public PutItemResult putItem(String key, String region, PutItemRequest request) {
        return write(keys.of(request.getTableName(), request.getItem()), () -> super.putItem(key, region, request));
    }

    @Override
    public UpdateItemResult updateItem(String key, String region, UpdateItemRequest request) {
        return write(keys.of(request.getTableName(), request.getKey()), () -> super.updateItem(key, region, request));
    }

    @Override
    public DeleteItemResult deleteItem(String key, String region, DeleteItemRequest request) {
        return write(keys.of(request.getTableName(), request.getKey()), () -> super.deleteItem(key, region, request));
    }

    @Override
    public DeleteTableResult deleteTable(String key, String region, DeleteTableRequest request) {
        DeleteTableResult result = super.deleteTable(key, region, request);
        keys.forget(request.getTableName());
        replaceReplica(faults.activation());
        return result;
    }

    @Override
    public CreateTableResult createTable(String key, String region, CreateTableRequest request) {
        CreateTableResult result = super.createTable(key, region, request);
        replaceReplica(faults.activation());
        return result;
    }

    @Override
    public void shutdown() {
        replica.ifPresent(LaggingReplica::close);
        super.shutdown();
    }

    private void capture(List<ItemKey> written) {
        replica.ifPresent(current -> current.capture(written));
    }

    @Override
    public TransactWriteItemsResult transactWriteItems(String key, String region, TransactWriteItemsRequest request) {
        if (request.getTransactItems() == null || request.getTransactItems().isEmpty()) {
            return super.transactWriteItems(key, region, request);
        }
        List<Optional<ItemKey>> items =
                request.getTransactItems().stream().map(keys::of).toList();
        FaultActivation<DynamoDbFault> now = faults.activation();
        begin(now, () -> DynamoDbErrors.canceledByThrottling(items.size(), now.upTo(THROTTLED, items.size() - 1)));
        Optional<Integer> throttled = throttledByPartition(now, items, TRANSACTION_UNITS);
        if (throttled.isPresent()) {
            throw DynamoDbErrors.canceledByThrottling(items.size(), throttled.get());
        }
        if (now.draws(CONFLICTS, now.settings().conflictShare())) {
            throw conflict(now, items.size(), Set.of(now.upTo(CONFLICTS, items.size() - 1)));
        }
        List<ItemKey> held = present(items);
        Set<ItemKey> conflicts = locks.beginTransaction(held);
        if (!conflicts.isEmpty()) {
            throw conflict(now, items.size(), positions(items, conflicts));
        }
        try {
            sleep(now.settings().holdMillis());
            TransactWriteItemsResult result = super.transactWriteItems(key, region, request);
            capture(held);
            return responded(now, result);
        } finally {
            locks.endTransaction(held);
        }
    }

    @Override
    public TransactGetItemsResult transactGetItems(String key, String region, TransactGetItemsRequest request) {
        if (request.getTransactItems() == null || request.getTransactItems().isEmpty()) {
            return super.transactGetItems(key, region, request);
        }
        List<Optional<ItemKey>> items =
                request.getTransactItems().stream().map(keys::of).toList();
        FaultActivation<DynamoDbFault> now = faults.activation();
        checkUnheld(now, items);
        begin(now, () -> DynamoDbErrors.canceledByThrottling(items.size(), now.upTo(THROTTLED, items.size() - 1)));
        TransactGetItemsResult result = super.transactGetItems(key, region, request);
        checkUnheld(now, items);
        return result;
    }

    /** A write that is in progress when a reading transaction begins or ends makes that transaction fail. */
    private void checkUnheld(FaultActivation<DynamoDbFault> now, List<Optional<ItemKey>> items) {
        Set<ItemKey> conflicts = locks.held(present(items));
        if (!conflicts.isEmpty()) {
            throw conflict(now, items.size(), positions(items, conflicts));
        }
    }

    /**
     * Returns some keys as unprocessed. If no key is left, the call fails, as on AWS.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">BatchGetItem</a>
     */
    @Override
    public BatchGetItemResult batchGetItem(String key, String region, BatchGetItemRequest request) {
        FaultActivation<DynamoDbFault> now = faults.activation();
        begin(now, DynamoDbErrors::throttled);
        boolean mayBeStale = request.getRequestItems() != null
                && request.getRequestItems().values().stream()
                        .noneMatch(asked -> isConsistent(asked.getConsistentRead()));
        if (now.settings().unprocessedShare() == 0 || request.getRequestItems() == null) {
            return batchGetItem(now, mayBeStale, key, region, request);
        }
        Map<String, KeysAndAttributes> processed = new HashMap<>();
        Map<String, KeysAndAttributes> unprocessed = new HashMap<>();
        request.getRequestItems().forEach((table, asked) -> {
            List<Map<String, AttributeValue>> kept = new ArrayList<>();
            List<Map<String, AttributeValue>> left = new ArrayList<>();
            asked.getKeys().forEach(item -> (isUnprocessed(now) ? left : kept).add(item));
            if (!kept.isEmpty()) {
                processed.put(table, asked.clone().withKeys(kept));
            }
            if (!left.isEmpty()) {
                unprocessed.put(table, asked.clone().withKeys(left));
            }
        });
        if (processed.isEmpty() && !unprocessed.isEmpty()) {
            throw DynamoDbErrors.throttled();
        }
        BatchGetItemResult result = batchGetItem(now, mayBeStale, key, region, request.withRequestItems(processed));
        if (result.getUnprocessedKeys() != null) {
            result.getUnprocessedKeys().forEach(unprocessed::putIfAbsent);
        }
        return result.withUnprocessedKeys(unprocessed);
    }

    private BatchGetItemResult batchGetItem(
            FaultActivation<DynamoDbFault> now,
            boolean mayBeStale,
            String key,
            String region,
            BatchGetItemRequest request) {
        return readUndisturbed(
                now,
                mayBeStale,
                () -> super.batchGetItem(key, region, request),
                stale -> stale.batchGetItem(key, region, request));
    }

    /**
     * Returns some items as unprocessed: those that the fault selects, and those that a transaction holds. AWS does not
     * document the latter; it lists no conflict among the errors of this call. If no item is left, the call fails, as on AWS.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html">BatchWriteItem</a>
     */
    @Override
    public BatchWriteItemResult batchWriteItem(String key, String region, BatchWriteItemRequest request) {
        FaultActivation<DynamoDbFault> now = faults.activation();
        begin(now, DynamoDbErrors::throttled);
        if (request.getRequestItems() == null) {
            return super.batchWriteItem(key, region, request);
        }
        Map<String, List<WriteRequest>> processed = new HashMap<>();
        Map<String, List<WriteRequest>> unprocessed = new HashMap<>();
        List<ItemKey> held = new ArrayList<>();
        try {
            request.getRequestItems()
                    .forEach((table, writes) -> writes.forEach(write -> {
                        Optional<ItemKey> item = keys.of(table, write);
                        boolean begun = !isUnprocessed(now)
                                && throttledByPartition(now, List.of(item), WRITE_UNITS)
                                        .isEmpty()
                                && beginWrite(now, item, held);
                        (begun ? processed : unprocessed)
                                .computeIfAbsent(table, first -> new ArrayList<>())
                                .add(write);
                    }));
            if (processed.isEmpty() && !unprocessed.isEmpty()) {
                throw DynamoDbErrors.throttled();
            }
            if (!unprocessed.isEmpty()) {
                request.setRequestItems(processed);
            }
            BatchWriteItemResult result = super.batchWriteItem(key, region, request);
            capture(held);
            return responded(now, unprocessed.isEmpty() ? result : result.withUnprocessedItems(unprocessed));
        } finally {
            held.forEach(locks::endWrite);
        }
    }

    private boolean beginWrite(FaultActivation<DynamoDbFault> now, Optional<ItemKey> item, List<ItemKey> held) {
        if (item.isEmpty()) {
            return true;
        }
        if (!locks.beginWrite(item.get())) {
            now.count(CONFLICTS, 1);
            return false;
        }
        held.add(item.get());
        return true;
    }

    private static boolean isUnprocessed(FaultActivation<DynamoDbFault> now) {
        return now.happens(UNPROCESSED, now.settings().unprocessedShare());
    }

    private <R> R read(boolean mayBeStale, Supplier<R> call, Function<MeteredDynamoDb, R> staleCall) {
        FaultActivation<DynamoDbFault> now = faults.activation();
        begin(now, DynamoDbErrors::throttled);
        return readUndisturbed(now, mayBeStale, call, staleCall);
    }

    /** Reads from the replica, if the fault selects this call. */
    private <R> R readUndisturbed(
            FaultActivation<DynamoDbFault> now,
            boolean mayBeStale,
            Supplier<R> call,
            Function<MeteredDynamoDb, R> staleCall) {
        Optional<LaggingReplica> current = replica.filter(LaggingReplica::isReady);
        if (current.isEmpty() || !mayBeStale || !now.draws(STALE, now.settings().staleShare())) {
            return call.get();
        }
        if (current.get().isBehind()) {
            now.count(STALE, 1);
        }
        return staleCall.apply(current.get().database());
    }

    private static boolean isConsistent(Boolean consistentRead) {
        return Boolean.TRUE.equals(consistentRead);
    }

    private <R> R write(Optional<ItemKey> item, Supplier<R> call) {
        FaultActivation<DynamoDbFault> now = faults.activation();
        begin(now, DynamoDbErrors::throttled);
        if (throttledByPartition(now, List.of(item), WRITE_UNITS).isPresent()) {
            throw DynamoDbErrors.throttled();
        }
        boolean injected = now.draws(CONFLICTS, now.settings().conflictShare());
        if (injected || item.isPresent() && !locks.beginWrite(item.get())) {
            now.count(CONFLICTS, 1);
            throw DynamoDbErrors.conflict();
        }
        try {
            R result = call.get();
            capture(present(List.of(item)));
            return responded(now, result);
        } finally {
            item.ifPresent(locks::endWrite);
        }
    }

    /** Delays the call, or fails it before anything is done. */
    private void begin(FaultActivation<DynamoDbFault> now, Supplier<RuntimeException> throttled) {
        DynamoDbFault fault = now.settings();
        if (now.happens(SLOW, fault.latencyShare())) {
            sleep(now.upTo(SLOW, fault.latencyMillis()));
        }
        if (now.happens(THROTTLED, fault.throttleShare())) {
            throw throttled.get();
        }
        if (now.happens(ERRORS, fault.errorShare())) {
            throw DynamoDbErrors.internalError();
        }
    }

    /** Returns the position of the item whose partition takes no more writes in this second; empty if each takes its write. */
    private Optional<Integer> throttledByPartition(
            FaultActivation<DynamoDbFault> now, List<Optional<ItemKey>> items, int units) {
        Optional<Integer> throttled = partition.take(now.settings(), items, units);
        throttled.ifPresent(position -> now.count(THROTTLED, 1));
        return throttled;
    }

    /** Returns the result of a write, unless its response is lost. */
    private static <R> R responded(FaultActivation<DynamoDbFault> now, R result) {
        if (now.happens(LOST_RESPONSES, now.settings().lostResponseShare())) {
            throw DynamoDbErrors.internalError();
        }
        return result;
    }

    private static RuntimeException conflict(
            FaultActivation<DynamoDbFault> now, int items, Set<Integer> conflictingPositions) {
        now.count(CONFLICTS, 1);
        return DynamoDbErrors.canceledByConflict(items, conflictingPositions);
    }

    private static List<ItemKey> present(List<Optional<ItemKey>> items) {
        return items.stream().flatMap(Optional::stream).toList();
    }

    private static Set<Integer> positions(List<Optional<ItemKey>> items, Set<ItemKey> wanted) {
        Set<Integer> positions = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).filter(wanted::contains).isPresent()) {
                positions.add(i);
            }
        }
        return positions;
    }

    private void sleep(int millis) {
        if (millis == 0) {
            return;
        }
        try {
            pause.millis(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
