package stage5.kit.events.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ItemCollectionSizeLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.resilience.RetryBudget;
import stage5.kit.web.resilience.TimeBudget;

class DynamoTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final List<Map<String, AttributeValue>> KEYS =
            List.of(Attributes.key("user/1", "PROFILE"), Attributes.key("user/2", "PROFILE"));

    @Test
    void shouldFailWithATimeout_whenDynamoDbIsUnreachable() throws IOException {
        try (DynamoDbAsyncClient client = DynamoDbAsyncClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + unusedPort()))
                .region(Region.US_EAST_1)
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build()) {
            Dynamo dynamo = new Dynamo(client, TIMEOUT);

            assertThatThrownBy(() -> dynamo.get("users", Attributes.key("user/1", "PROFILE"))
                            .await()
                            .atMost(TIMEOUT))
                    .isInstanceOf(TimeoutException.class)
                    .hasCauseInstanceOf(SdkClientException.class);
        }
    }

    @Test
    void shouldRetry_whenATransactionHoldsTheItem() {
        ConflictingDynamoDb client = new ConflictingDynamoDb(3);

        put(client);

        assertThat(client.attempts).hasValue(4);
    }

    @Test
    void shouldFailWithRetryAfter_whenConflictsPersist() {
        ConflictingDynamoDb client = new ConflictingDynamoDb(Integer.MAX_VALUE);

        assertThatThrownBy(() -> put(client)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(503);
            assertThat(e.headers()).containsEntry("Retry-After", "1");
        });

        assertThat(client.attempts).hasValue(9);
    }

    @ParameterizedTest
    @MethodSource("throttling")
    void shouldFailWithRetryAfter_whenDynamoDbThrottlesTheCall(DynamoDbException throttling) {
        BatchingDynamoDb client = new BatchingDynamoDb(Integer.MAX_VALUE);
        client.failure = throttling;

        assertThatThrownBy(() -> read(client)).satisfies(DynamoTests::isUnavailable);
    }

    static List<DynamoDbException> throttling() {
        return List.of(
                ProvisionedThroughputExceededException.builder().build(),
                RequestLimitExceededException.builder().build(),
                ThrottlingException.builder().build(),
                code("TransactionInProgressException", DynamoDbException.builder()));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void shouldFailWithRetryAfter_whenDynamoDbFails(int status) {
        BatchingDynamoDb client = new BatchingDynamoDb(Integer.MAX_VALUE);
        client.failure = (DynamoDbException)
                DynamoDbException.builder().statusCode(status).build();

        assertThatThrownBy(() -> read(client)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(503);
            assertThat(e.headers()).containsEntry("Retry-After", "2");
        });
    }

    /** A repetition would fail in the same way: the caller has to handle it, or it is a programming error. */
    @ParameterizedTest
    @MethodSource("permanent")
    void shouldFailAsTheSdkDoes_whenARepetitionCannotHelp(DynamoDbException failure) {
        BatchingDynamoDb client = new BatchingDynamoDb(Integer.MAX_VALUE);
        client.failure = failure;

        assertThatThrownBy(() -> read(client)).isSameAs(failure);
    }

    static List<DynamoDbException> permanent() {
        return List.of(
                code("ValidationException", DynamoDbException.builder()),
                code("AccessDeniedException", DynamoDbException.builder()),
                code("ItemCollectionSizeLimitExceededException", ItemCollectionSizeLimitExceededException.builder()),
                code("ResourceNotFoundException", ResourceNotFoundException.builder()),
                code("ConditionalCheckFailedException", ConditionalCheckFailedException.builder()));
    }

    private static DynamoDbException code(String code, DynamoDbException.Builder failure) {
        return (DynamoDbException) failure.statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    @Test
    void shouldNotRetry_whenNoKeyIsProcessedAndTheBudgetIsUsedUp() {
        BatchingDynamoDb client = new BatchingDynamoDb(Integer.MAX_VALUE);

        assertThatThrownBy(() -> new Dynamo(client, TIMEOUT, budget(0), budget(100))
                        .getAll("users", KEYS, true)
                        .await()
                        .atMost(TIMEOUT))
                .satisfies(DynamoTests::isUnavailable);

        assertThat(client.attempts).as("both keys, then the rest").hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 100, 1", "100, 0, 1", "2, 100, 3", "100, 2, 3"})
    void shouldTakeRetriesOfATransactionFromBothBudgets(int calls, int transactions, int attempts) {
        Dynamo dynamo = new Dynamo(new BatchingDynamoDb(0), TIMEOUT, budget(calls), budget(transactions));
        AtomicInteger made = new AtomicInteger();

        assertThatThrownBy(() -> dynamo.retryTransaction(
                                () -> {
                                    made.incrementAndGet();
                                    return Uni.createFrom().failure(new IllegalStateException("conflict"));
                                },
                                failure -> true)
                        .await()
                        .atMost(TIMEOUT))
                .satisfies(DynamoTests::isUnavailable);

        assertThat(made).hasValue(attempts);
    }

    private static RetryBudget budget(int reserve) {
        return new RetryBudget(new RetryBudget.Settings(0, 0, reserve, 0), () -> 0);
    }

    @Test
    void shouldReadTheRest_whenKeysAreUnprocessed() {
        BatchingDynamoDb client = new BatchingDynamoDb(3);

        assertThat(read(client)).hasSize(2);

        assertThat(client.attempts).hasValue(4);
    }

    @Test
    void shouldFailWithRetryAfter_whenKeysStayUnprocessed() {
        BatchingDynamoDb client = new BatchingDynamoDb(Integer.MAX_VALUE);

        assertThatThrownBy(() -> read(client)).satisfies(DynamoTests::isUnavailable);

        assertThat(client.attempts).hasValue(6);
    }

    @Test
    void shouldFailWithRetryAfter_whenItemsAreNotDeleted() {
        BatchingDynamoDb client = new BatchingDynamoDb(Integer.MAX_VALUE);

        assertThatThrownBy(() -> new Dynamo(client, TIMEOUT)
                        .deleteAll("users", KEYS)
                        .await()
                        .atMost(TIMEOUT))
                .satisfies(DynamoTests::isUnavailable);

        assertThat(client.attempts).hasValue(6);
    }

    /** The caller's trace and time budget live in its Vert.x context. */
    @Test
    void shouldRetryOnTheCallersContext_whenKeysAreUnprocessed() {
        Vertx vertx = Vertx.vertx();
        try {
            BatchingDynamoDb client = new BatchingDynamoDb(2);
            Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            CompletableFuture<Context> end = new CompletableFuture<>();

            context.runOnContext(start -> new Dynamo(client, TIMEOUT)
                    .getAll("users", KEYS, true)
                    .subscribe()
                    .with(found -> end.complete(Vertx.currentContext()), end::completeExceptionally));

            assertThat(end).succeedsWithin(TIMEOUT).isSameAs(context);
            assertThat(client.contexts).hasSize(3).containsOnly(context);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void shouldStopRetrying_whenTheCallersTimeBudgetIsUsedUp() {
        Vertx vertx = Vertx.vertx();
        try {
            BatchingDynamoDb client = new BatchingDynamoDb(Integer.MAX_VALUE);
            Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            CompletableFuture<Object> end = new CompletableFuture<>();

            context.runOnContext(start -> {
                TimeBudget.start(Duration.ofMillis(50));
                new Dynamo(client, TIMEOUT)
                        .getAll("users", KEYS, true)
                        .subscribe()
                        .with(end::complete, end::completeExceptionally);
            });

            assertThat(end).failsWithin(TIMEOUT).withThrowableThat().withCauseInstanceOf(TimeoutException.class);
            assertThat(client.attempts.get()).isLessThan(6);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static List<Map<String, AttributeValue>> read(DynamoDbAsyncClient client) {
        return new Dynamo(client, TIMEOUT).getAll("users", KEYS, true).await().atMost(TIMEOUT);
    }

    private static void isUnavailable(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(503);
            assertThat(e.headers()).containsEntry("Retry-After", "1");
        });
    }

    /** Leaves the last key of the first batches unprocessed. */
    private static final class BatchingDynamoDb implements DynamoDbAsyncClient {

        private final AtomicInteger attempts = new AtomicInteger();
        private final List<Context> contexts = new CopyOnWriteArrayList<>();
        private final int incomplete;
        private DynamoDbException failure;

        BatchingDynamoDb(int incomplete) {
            this.incomplete = incomplete;
        }

        @Override
        public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
            if (Vertx.currentContext() != null) {
                contexts.add(Vertx.currentContext());
            }
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            KeysAndAttributes wanted = request.requestItems().get("users");
            boolean isIncomplete = attempts.incrementAndGet() <= incomplete;
            List<Map<String, AttributeValue>> found =
                    isIncomplete ? wanted.keys().subList(0, wanted.keys().size() - 1) : wanted.keys();
            return CompletableFuture.completedFuture(BatchGetItemResponse.builder()
                    .responses(Map.of("users", found))
                    .unprocessedKeys(
                            isIncomplete
                                    ? Map.of(
                                            "users",
                                            wanted.toBuilder()
                                                    .keys(wanted.keys().getLast())
                                                    .build())
                                    : Map.of())
                    .build());
        }

        @Override
        public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
            attempts.incrementAndGet();
            return CompletableFuture.completedFuture(BatchWriteItemResponse.builder()
                    .unprocessedItems(request.requestItems())
                    .build());
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }

    private static void put(DynamoDbAsyncClient client) {
        new Dynamo(client, TIMEOUT)
                .call(c -> c.putItem(put -> put.tableName("users").item(Attributes.key("user/1", "PROFILE"))))
                .await()
                .atMost(TIMEOUT);
    }

    /** Lets the first attempts meet a transaction. */
    private static final class ConflictingDynamoDb implements DynamoDbAsyncClient {

        private final AtomicInteger attempts = new AtomicInteger();
        private final int conflicts;

        ConflictingDynamoDb(int conflicts) {
            this.conflicts = conflicts;
        }

        @Override
        public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
            return attempts.incrementAndGet() <= conflicts
                    ? CompletableFuture.failedFuture(
                            TransactionConflictException.builder().build())
                    : CompletableFuture.completedFuture(
                            PutItemResponse.builder().build());
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
