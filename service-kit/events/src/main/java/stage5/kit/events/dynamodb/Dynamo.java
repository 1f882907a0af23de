package stage5.kit.events.dynamodb;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import stage5.kit.web.page.Cursor;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.resilience.Delay;
import stage5.kit.web.resilience.Retries;
import stage5.kit.web.resilience.RetryBudget;
import stage5.kit.web.resilience.RetryBudgets;
import stage5.kit.web.resilience.TimeBudget;
import stage5.kit.web.vertx.VertxContexts;

/**
 * DynamoDB with Mutiny types. Every call is limited by {@code stage5.dynamo.time-budget} and by the caller's remaining
 * time budget, and completes on the caller's Vert.x context.
 */
@ApplicationScoped
public class Dynamo {

    private static final Logger LOG = Logger.getLogger(Dynamo.class);

    private static final int CONFLICT_RETRIES = 8;
    private static final Retries.Policy CONFLICT_POLICY =
            new Retries.Policy(CONFLICT_RETRIES, Duration.ofMillis(10), Duration.ofMillis(500), 0.5);
    private static final Duration CONFLICT_RETRY_AFTER = Duration.ofSeconds(1);

    /** The most items of {@link #writeAll} and {@link #deleteAll}: the limit of BatchWriteItem. */
    public static final int MAX_WRITES = 25;

    private static final int UNPROCESSED_RETRIES = 5;
    private static final Duration UNPROCESSED_MIN_PAUSE = Duration.ofMillis(20);
    private static final Duration THROTTLED_RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration OUTAGE_RETRY_AFTER = Duration.ofSeconds(2);
    private static final int REQUEST_TIMEOUT = 408;
    private static final int FIRST_SERVER_ERROR = 500;

    private final DynamoDbAsyncClient client;
    private final Duration limit;
    private final RetryBudget budget;
    private final Retries conflicts;
    private final Retries transactionConflicts;

    @Inject
    Dynamo(
            DynamoDbAsyncClient client,
            @ConfigProperty(name = "stage5.dynamo.time-budget", defaultValue = "2S") Duration limit,
            RetryBudgets budgets) {
        this(client, limit, budgets.of("dynamodb"), budgets.of("transactions"));
    }

    /** Creates a client with retry budgets of its own, for use without CDI. */
    public Dynamo(DynamoDbAsyncClient client, Duration limit) {
        this(
                client,
                limit,
                new RetryBudget(RetryBudget.Settings.TEN_PERCENT, System::nanoTime),
                new RetryBudget(RetryBudget.Settings.TEN_PERCENT, System::nanoTime));
    }

    Dynamo(DynamoDbAsyncClient client, Duration limit, RetryBudget budget, RetryBudget transactions) {
        this.client = client;
        this.limit = limit;
        this.budget = budget;
        this.conflicts = new Retries(CONFLICT_POLICY, budget);
        this.transactionConflicts = new Retries(CONFLICT_POLICY, transactions);
    }

    /**
     * Completes with the response once DynamoDB has sent it. Fails with the SDK's exception if DynamoDB has answered
     * with an error that a repetition of the call would get too, and with {@link TimeoutException} if it did not respond in
     * time or can't be reached. If DynamoDB still throttles the call or answers with a 5xx after the SDK's retries, it fails
     * with a 503 problem (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">error handling</a>).
     * The SDK's retries are within the retry budget {@code dynamodb} of this process.
     *
     * <p>A write outside of a transaction fails while a transaction holds its item (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling">transaction
     * conflicts</a>). The SDK does not retry that, so this method does, within the same budget; after {@value #CONFLICT_RETRIES} retries or without budget it fails with a 503 problem. Each attempt has
     * its own time budget.
     */
    public <T> Uni<T> call(Function<DynamoDbAsyncClient, CompletionStage<T>> call) {
        Uni<T> attempt = TimeBudget.within(limit, VertxContexts.fromStage(() -> call.apply(client)));
        return conflicts
                .run(() -> attempt, TransactionConflictException.class::isInstance)
                .onFailure(TransactionConflictException.class)
                .transform(e -> tooManyConflicts())
                .onFailure(SdkClientException.class)
                .transform(Dynamo::unreachable)
                .onFailure(Dynamo::isThrottled)
                .transform(Dynamo::throttled)
                .onFailure(Dynamo::isOutage)
                .transform(Dynamo::outage);
    }

    /**
     * Completes as the transaction does. Repeats it with pauses while the failure is transient, within the retry budgets
     * {@code transactions} and {@code dynamodb} of this process; fails with a 503 problem if it is still transient then.
     */
    public <T> Uni<T> retryTransaction(Supplier<Uni<T>> transaction, Predicate<Throwable> isTransient) {
        return transactionConflicts
                .run(transaction, failure -> isTransient.test(failure) && budget.tryRetry())
                .onFailure(isTransient)
                .transform(e -> tooManyConflicts());
    }

    private static ProblemException tooManyConflicts() {
        return ProblemException.unavailable("Too many concurrent changes of the same data.", CONFLICT_RETRY_AFTER);
    }

    /** Completes with the item with this key, or empty, once it is read; the read is strongly consistent. */
    public Uni<Optional<Map<String, AttributeValue>>> get(String table, Map<String, AttributeValue> key) {
        return call(c -> c.getItem(get -> get.tableName(table).key(key).consistentRead(true)))
                .map(response -> response.hasItem() ? Optional.of(response.item()) : Optional.empty());
    }

    /**
     * Completes with the existing items among these keys once all are read. Retries unprocessed keys within the caller's
     * time budget; fails with a 503 problem if DynamoDB throttles them for too long.
     *
     * @param keys different keys, at most 100, the limit of <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">BatchGetItem</a>
     * @param consistent whether the read is strongly consistent
     */
    public Uni<List<Map<String, AttributeValue>>> getAll(
            String table, Collection<Map<String, AttributeValue>> keys, boolean consistent) {
        return keys.isEmpty()
                ? Uni.createFrom().item(List.of())
                : getAll(
                        table,
                        KeysAndAttributes.builder()
                                .keys(keys)
                                .consistentRead(consistent)
                                .build(),
                        new ArrayList<>(),
                        0);
    }

    private Uni<List<Map<String, AttributeValue>>> getAll(
            String table, KeysAndAttributes wanted, List<Map<String, AttributeValue>> found, int retries) {
        return call(c -> c.batchGetItem(get -> get.requestItems(Map.of(table, wanted))))
                .chain(page -> {
                    found.addAll(page.responses().getOrDefault(table, List.of()));
                    KeysAndAttributes rest = page.unprocessedKeys().get(table);
                    return rest == null
                            ? Uni.createFrom().item(found)
                            : retryUnprocessed(
                                    retries,
                                    rest.keys().size() < wanted.keys().size(),
                                    () -> getAll(table, rest, found, retries + 1));
                });
    }

    /**
     * Completes once no item with one of these keys exists. Retries unprocessed items within the caller's time budget;
     * fails with a 503 problem if DynamoDB throttles them for too long.
     *
     * @param keys different keys, at most {@value #MAX_WRITES}, the limit of <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html">BatchWriteItem
     *     </a>
     */
    public Uni<Void> deleteAll(String table, Collection<Map<String, AttributeValue>> keys) {
        return keys.isEmpty()
                ? Uni.createFrom().voidItem()
                : writeAll(
                        table,
                        keys.stream()
                                .map(key -> WriteRequest.builder()
                                        .deleteRequest(delete -> delete.key(key))
                                        .build())
                                .toList());
    }

    /**
     * Completes once all items are put or deleted. Retries unprocessed items within the caller's time budget; fails with a
     * 503 problem if DynamoDB throttles them for too long.
     *
     * @param writes of different keys, from 1 to {@value #MAX_WRITES}
     */
    public Uni<Void> writeAll(String table, List<WriteRequest> writes) {
        return writeAll(table, writes, 0);
    }

    private Uni<Void> writeAll(String table, List<WriteRequest> writes, int retries) {
        return call(c -> c.batchWriteItem(write -> write.requestItems(Map.of(table, writes))))
                .chain(response -> {
                    List<WriteRequest> rest = response.unprocessedItems().getOrDefault(table, List.of());
                    return rest.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : retryUnprocessed(
                                    retries, rest.size() < writes.size(), () -> writeAll(table, rest, retries + 1));
                });
    }

    /**
     * DynamoDB leaves a part of a batch unprocessed if it throttles that part. Pauses twice as long each time.
     *
     * @param progress whether a part was processed. Then the next call repeats nothing; else it is a retry, within the budget.
     */
    private <T> Uni<T> retryUnprocessed(int retries, boolean progress, Supplier<Uni<T>> retry) {
        return retries < UNPROCESSED_RETRIES && (progress || budget.tryRetry())
                ? Delay.of(UNPROCESSED_MIN_PAUSE.multipliedBy(1L << retries)).chain(() -> retry.get())
                : Uni.createFrom().failure(throttled(null));
    }

    /**
     * Completes with one page of a scan once it is read.
     *
     * @param cursor {@link ItemPage#next} of the previous page, or null for the first page
     */
    public Uni<ItemPage> scan(String cursor, Consumer<ScanRequest.Builder> scan) {
        List<String> start = cursor == null ? List.of() : Cursor.parts(cursor, 2);
        return call(c -> c.scan(scan.andThen(b -> b.exclusiveStartKey(
                        start.isEmpty() ? null : Attributes.key(start.getFirst(), start.getLast())))))
                .map(page -> new ItemPage(
                        page.items(),
                        page.hasLastEvaluatedKey()
                                ? Cursor.of(
                                        page.lastEvaluatedKey()
                                                .get(Attributes.PK)
                                                .s(),
                                        page.lastEvaluatedKey()
                                                .get(Attributes.SK)
                                                .s())
                                : null));
    }

    /** Completes with one page of a query once it is read. */
    public Uni<QueryResponse> query(Consumer<QueryRequest.Builder> query) {
        return call(c -> c.query(query));
    }

    /** Completes with all items that a query finds, in memory, once the last page is read. Only for small results. */
    public Uni<List<Map<String, AttributeValue>>> queryAll(Consumer<QueryRequest.Builder> query) {
        return queryFrom(query, Map.of(), new ArrayList<>());
    }

    private Uni<List<Map<String, AttributeValue>>> queryFrom(
            Consumer<QueryRequest.Builder> query,
            Map<String, AttributeValue> start,
            List<Map<String, AttributeValue>> found) {
        return query(q -> query.andThen(b -> b.exclusiveStartKey(start.isEmpty() ? null : start))
                        .accept(q))
                .flatMap(page -> {
                    found.addAll(page.items());
                    return page.hasLastEvaluatedKey()
                            ? queryFrom(query, page.lastEvaluatedKey(), found)
                            : Uni.createFrom().item(found);
                });
    }

    private static boolean isThrottled(Throwable failure) {
        return failure instanceof ProvisionedThroughputExceededException
                || failure instanceof RequestLimitExceededException
                || failure instanceof ThrottlingException
                || failure instanceof AwsServiceException aws && aws.isThrottlingException();
    }

    private static boolean isOutage(Throwable failure) {
        return failure instanceof AwsServiceException aws
                && (aws.statusCode() >= FIRST_SERVER_ERROR || aws.statusCode() == REQUEST_TIMEOUT);
    }

    private static Throwable throttled(Throwable failure) {
        LOG.warnf("DynamoDB throttles: %s", failure == null ? "unprocessed items" : failure.getMessage());
        return ProblemException.unavailable("The database limits the rate of requests.", THROTTLED_RETRY_AFTER);
    }

    private static Throwable outage(Throwable failure) {
        LOG.warnf("DynamoDB fails: %s", failure.getMessage());
        return ProblemException.unavailable("The database fails at the moment.", OUTAGE_RETRY_AFTER);
    }

    private static Throwable unreachable(Throwable failure) {
        LOG.warnf("DynamoDB can't be reached: %s", failure.getMessage());
        return new TimeoutException("DynamoDB can't be reached", failure);
    }
}
