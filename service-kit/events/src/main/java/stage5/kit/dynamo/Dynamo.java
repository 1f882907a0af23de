package stage5.kit.dynamo;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import stage5.kit.faults.TimeBudget;
import stage5.kit.page.Cursor;

/**
 * DynamoDB as Mutiny speaks it: every call has a time budget, and goes on in the Vert.x context that it was made from,
 * so that trace and budget are not lost on the SDK's threads.
 */
@ApplicationScoped
public class Dynamo {

    private static final Logger LOG = Logger.getLogger(Dynamo.class);

    private static final int UNPROCESSED_RETRIES = 4;
    private static final Duration UNPROCESSED_PAUSE = Duration.ofMillis(20);

    private final DynamoDbAsyncClient client;
    private final Duration limit;

    public Dynamo(
            DynamoDbAsyncClient client,
            @ConfigProperty(name = "stage5.dynamo.time-budget", defaultValue = "2S") Duration limit) {
        this.client = client;
        this.limit = limit;
    }

    /**
     * Returns the answer to a call; fails as the SDK does where DynamoDB has answered, and with a {@link
     * TimeoutException} where it has not, be it late or out of reach.
     */
    public <T> Uni<T> call(Function<DynamoDbAsyncClient, CompletionStage<T>> call) {
        return TimeBudget.within(limit, onCallersContext(() -> call.apply(client)))
                .onFailure(SdkClientException.class)
                .transform(Dynamo::outOfReach);
    }

    /** Returns the item with this key as it is now (strongly consistent), or empty. */
    public Uni<Optional<Map<String, AttributeValue>>> get(String table, Map<String, AttributeValue> key) {
        return call(c -> c.getItem(get -> get.tableName(table).key(key).consistentRead(true)))
                .map(response -> response.hasItem() ? Optional.of(response.item()) : Optional.empty());
    }

    /**
     * Returns those of the items with these keys that are there.
     *
     * @param keys at most 100, which is what <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">BatchGetItem</a>
     *     takes
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
                        UNPROCESSED_RETRIES);
    }

    private Uni<List<Map<String, AttributeValue>>> getAll(
            String table, KeysAndAttributes wanted, List<Map<String, AttributeValue>> found, int retries) {
        return call(c -> c.batchGetItem(get -> get.requestItems(Map.of(table, wanted))))
                .chain(page -> {
                    found.addAll(page.responses().getOrDefault(table, List.of()));
                    KeysAndAttributes rest = page.unprocessedKeys().get(table);
                    if (rest == null) {
                        return Uni.createFrom().item(found);
                    }
                    return retries == 0
                            ? Uni.createFrom()
                                    .failure(new IllegalStateException("DynamoDB keeps refusing to read " + table))
                            : Uni.createFrom()
                                    .voidItem()
                                    .onItem()
                                    .delayIt()
                                    .by(UNPROCESSED_PAUSE)
                                    .chain(() -> getAll(table, rest, found, retries - 1));
                });
    }

    /**
     * Returns one page of a scan.
     *
     * @param cursor the next of the page before, or null for the first
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

    /** Returns one page of a query. */
    public Uni<QueryResponse> query(Consumer<QueryRequest.Builder> query) {
        return call(c -> c.query(query));
    }

    /** Returns all items that a query finds, page after page: only for what is known to be few. */
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

    private static Throwable outOfReach(Throwable failure) {
        LOG.warnf("DynamoDB can't be reached: %s", failure.getMessage());
        return new TimeoutException("DynamoDB can't be reached", failure);
    }

    /** Returns the stage's outcome, delivered on the Vert.x context of the subscriber where there is one. */
    public static <T> Uni<T> onCallersContext(Supplier<CompletionStage<T>> call) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            Uni<T> outcome = Uni.createFrom().completionStage(call);
            return context == null ? outcome : outcome.emitOn(MutinyHelper.executor(context));
        });
    }

    /**
     * Returns the work, to be subscribed on the Vert.x context that this is called from, where there is one: a retry
     * comes from a timer's thread, and would otherwise go on outside trace and budget.
     */
    public static <T> Uni<T> alwaysOnThisContext(Uni<T> work) {
        Context context = Vertx.currentContext();
        return context == null ? work : work.runSubscriptionOn(MutinyHelper.executor(context));
    }

    /**
     * Returns the work's outcome, delivered on the Vert.x context that this is called from, where there is one: a
     * time-out comes from a timer's thread, which knows nothing of the trace.
     */
    public static <T> Uni<T> backOnThisContext(Uni<T> work) {
        Context context = Vertx.currentContext();
        return context == null ? work : work.emitOn(MutinyHelper.executor(context));
    }
}
