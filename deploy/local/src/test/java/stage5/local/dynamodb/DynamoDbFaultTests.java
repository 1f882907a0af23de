package stage5.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import stage5.local.Ports;
import stage5.local.aws.Aws;
import stage5.local.fault.TestFaults;
import stage5.local.meter.UsageCounters;
import stage5.topology.Topology;

/** The effects of the faults as an SDK client sees them. */
class DynamoDbFaultTests {

    private static final String TABLE = "notifications";
    private static final int PORT = Ports.free().dynamodb();
    private static final Pause SLEEP = Thread::sleep;

    /** The pause of a fault; a test can replace it. */
    private static volatile Pause pause = SLEEP;

    private static final DynamoDbEmulator EMULATOR =
            new DynamoDbEmulator(PORT, Topology.load(), new UsageCounters(), millis -> pause.millis(millis));

    private static DynamoDbClient client;

    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws Exception {
        EMULATOR.start();
        client = Aws.client(DynamoDbClient.builder(), PORT, Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() {
        client.close();
        EMULATOR.close();
    }

    @AfterEach
    void clear() {
        pause = SLEEP;
        EMULATOR.faults().clear();
    }

    @Test
    void shouldSucceed_whenNoFaultIsSet() {
        for (int i = 0; i < 50; i++) {
            put(id);
            assertThat(get(id)).isNotEmpty();
        }
    }

    @Test
    void shouldThrottleCallsAndCancelTransactions_whenThrottled() {
        set("throttleShare", 1.0);

        assertThatThrownBy(() -> get(id)).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThatThrownBy(() -> put(id)).isInstanceOfSatisfying(DynamoDbException.class, e -> {
            assertThat(e.isThrottlingException()).isTrue();
            assertThat(e.statusCode()).isEqualTo(400);
        });
        assertThatThrownBy(() -> transact("a" + id, "b" + id))
                .isInstanceOfSatisfying(
                        TransactionCanceledException.class,
                        e -> assertThat(codes(e)).hasSize(2).contains("None", "ThrottlingError"));
        assertThat(EMULATOR.faults().effects()).containsEntry("throttled", 3L);
    }

    @Test
    void shouldThrottleTheWritesOfOnePartitionOnly_whenItIsHot() {
        EMULATOR.faults()
                .set(TestFaults.of(DynamoDbFault.class, Map.of("partitionPrefix", "hot/", "partitionUnits", 0)));
        String hot = "hot/" + id;

        assertThatThrownBy(() -> put(hot)).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThatThrownBy(() -> transact(id, hot))
                .isInstanceOfSatisfying(TransactionCanceledException.class, e -> assertThat(codes(e))
                        .containsExactly("None", "ThrottlingError"));
        assertThat(batch(id, hot).unprocessedItems().get(TABLE))
                .singleElement()
                .satisfies(write -> assertThat(write.putRequest().item()).isEqualTo(item(hot)));
        assertThat(get(hot)).as("reads are not limited").isEmpty();
        put(id);
        transact(id);
        assertThat(EMULATOR.faults().effects()).containsEntry("throttled", 3L);
    }

    @Test
    void shouldRespondWith500AndDoNothing_whenErrorsAreSet() {
        set("errorShare", 1.0);

        assertThatThrownBy(() -> put(id))
                .isInstanceOfSatisfying(InternalServerErrorException.class, e -> assertThat(e.statusCode())
                        .isEqualTo(500));
        assertThatThrownBy(() -> transact(id)).isInstanceOf(InternalServerErrorException.class);

        clear();
        assertThat(get(id)).isEmpty();
        assertThat(EMULATOR.faults().effects()).containsEntry("errors", 2L);
    }

    @Test
    void shouldRespondWith500AndStoreTheItem_whenTheResponseIsLost() {
        set("lostResponseShare", 1.0);

        assertThatThrownBy(() -> put(id)).isInstanceOf(InternalServerErrorException.class);

        assertThat(get(id)).isNotEmpty();
        assertThat(EMULATOR.faults().effects()).containsEntry("lostResponses", 1L);
    }

    /** The SDK repeats a transaction with the same client token, which makes the repetition idempotent. */
    @Test
    void shouldApplyATransactionOnce_whenTheSdkRepeatsItAfterALostResponse() {
        EMULATOR.faults().set(TestFaults.of(DynamoDbFault.class, Map.of("lostResponseShare", 0.5, "seed", 4L)));
        try (DynamoDbClient retrying = DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + PORT))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .overrideConfiguration(
                        settings -> settings.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(20)
                                .backoffStrategy(BackoffStrategy.retryImmediately())
                                .circuitBreakerEnabled(false)
                                .build()))
                .build()) {
            for (int i = 0; i < 20; i++) {
                retrying.transactWriteItems(increment());
            }
        }

        assertThat(EMULATOR.faults().effects().get("lostResponses")).isPositive();
        assertThat(value(get(id))).isEqualTo(20);
    }

    @Test
    void shouldRespondLate_whenLatencyIsSet() {
        EMULATOR.faults()
                .set(TestFaults.of(DynamoDbFault.class, Map.of("latencyShare", 1.0, "latencyMillis", 400, "seed", 3L)));

        long begin = System.nanoTime();
        IntStream.range(0, 5).forEach(i -> get(id));

        assertThat((System.nanoTime() - begin) / 1_000_000).isGreaterThan(200);
        assertThat(EMULATOR.faults().effects()).containsEntry("slow", 5L);
    }

    @Test
    void shouldReportTheConflictingItemInOrder_whenConflictsAreInjected() {
        set("conflictShare", 1.0);

        assertThatThrownBy(() -> transact("a" + id, "b" + id, "c" + id))
                .isInstanceOfSatisfying(TransactionCanceledException.class, e -> {
                    assertThat(codes(e)).hasSize(3).containsOnlyOnce("TransactionConflict");
                    assertThat(e.getMessage()).contains(codes(e).toString());
                    assertThat(e.cancellationReasons()
                                    .get(codes(e).indexOf("TransactionConflict"))
                                    .message())
                            .isEqualTo("Transaction is ongoing for the item");
                });
        assertThatThrownBy(() -> put(id)).isInstanceOf(TransactionConflictException.class);
        assertThat(get(id)).isEmpty();
        assertThat(EMULATOR.faults().effects()).containsEntry("conflicts", 2L);
    }

    @Test
    void shouldConflictOnTheSharedItemOnly_whenATransactionHoldsIt() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        pause = millis -> {
            held.countDown();
            released.await(20, TimeUnit.SECONDS);
        };
        EMULATOR.faults().set(TestFaults.of(DynamoDbFault.class, Map.of("holdMillis", 10)));
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> transact("shared" + id, "own" + id));
        assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> transact("other" + id, "shared" + id))
                .isInstanceOfSatisfying(TransactionCanceledException.class, e -> assertThat(codes(e))
                        .containsExactly("None", "TransactionConflict"));
        assertThatThrownBy(() -> put("shared" + id)).isInstanceOf(TransactionConflictException.class);
        assertThatThrownBy(() -> client.transactGetItems(request -> request.transactItems(
                        item -> item.get(get -> get.tableName(TABLE).key(key("shared" + id))))))
                .isInstanceOf(TransactionCanceledException.class);
        BatchWriteItemResponse batch = batch("shared" + id, "free" + id);
        assertThat(batch.unprocessedItems().get(TABLE)).hasSize(1);
        assertThat(get("shared" + id)).as("reads don't conflict").isEmpty();
        put("unrelated" + id);
        released.countDown();
        first.get(10, TimeUnit.SECONDS);
        assertThat(get("shared" + id)).isNotEmpty();
        put("shared" + id);
    }

    @Test
    void shouldConflict_whenManyTransactionsWriteOneItem() throws Exception {
        put(id);
        int conflicts = 0;
        try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> results = Stream.generate(() -> writers.submit(() -> increments(40)))
                    .limit(8)
                    .toList();
            for (Future<Integer> result : results) {
                conflicts += result.get(60, TimeUnit.SECONDS);
            }
        }

        assertThat(conflicts).isPositive();
        assertThat(Integer.parseInt(get(id).get("count").n()))
                .as("each transaction without a conflict has counted")
                .isEqualTo(8 * 40 - conflicts);
    }

    @Test
    void shouldCancelAReadingTransaction_whenAWriteIsInProgressAtItsEnd() throws Exception {
        int hold = 1_000;
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch readable = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        pause = millis -> {
            if (millis == hold) {
                held.countDown();
                released.await(60, TimeUnit.SECONDS);
            } else if (reading.getCount() > 0) { // the latency of the first call
                reading.countDown();
                readable.await(60, TimeUnit.SECONDS);
            }
        };
        EMULATOR.faults()
                .set(TestFaults.of(
                        DynamoDbFault.class, Map.of("holdMillis", hold, "latencyShare", 1.0, "latencyMillis", 200)));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> read = threads.submit(() -> client.transactGetItems(request -> request.transactItems(
                    item -> item.get(get -> get.tableName(TABLE).key(key(id))))));
            assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
            Future<?> write = threads.submit(() -> transact(id));
            assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();

            readable.countDown();

            assertThatThrownBy(() -> read.get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(TransactionCanceledException.class);
            released.countDown();
            write.get(60, TimeUnit.SECONDS);
        }
    }

    /** The API rejects a transaction while any other operation updates one of its items, and the other way round. */
    @Test
    void shouldConflict_whenPlainWritesAndTransactionsWriteOneItem() throws Exception {
        put(id);
        int canceled = 0;
        int rejected = 0;
        try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> transactions = Stream.generate(() -> writers.submit(() -> increments(40)))
                    .limit(2)
                    .toList();
            List<Future<Integer>> writes = Stream.generate(() -> writers.submit(() -> plainIncrements(40)))
                    .limit(6)
                    .toList();
            for (Future<Integer> result : transactions) {
                canceled += result.get(60, TimeUnit.SECONDS);
            }
            for (Future<Integer> result : writes) {
                rejected += result.get(60, TimeUnit.SECONDS);
            }
        }

        assertThat(canceled + rejected).isPositive();
        assertThat(Integer.parseInt(get(id).get("count").n()))
                .as("each write without a conflict has counted")
                .isEqualTo(8 * 40 - canceled - rejected);
    }

    /** Counts the item up by plain writes, and returns how many of them met a conflict. */
    private int plainIncrements(int count) {
        int conflicts = 0;
        for (int i = 0; i < count; i++) {
            try {
                client.updateItem(update -> update.tableName(TABLE)
                        .key(key(id))
                        .updateExpression("ADD #c :one")
                        .expressionAttributeNames(Map.of("#c", "count"))
                        .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));
            } catch (TransactionConflictException e) {
                conflicts++;
            }
        }
        return conflicts;
    }

    /** Counts the item up by transactions, and returns how many of them met a conflict. */
    private int increments(int count) {
        int conflicts = 0;
        for (int i = 0; i < count; i++) {
            try {
                client.transactWriteItems(increment());
            } catch (TransactionCanceledException e) {
                assertThat(codes(e)).containsExactly("TransactionConflict");
                conflicts++;
            }
        }
        return conflicts;
    }

    private TransactWriteItemsRequest increment() {
        return TransactWriteItemsRequest.builder()
                .transactItems(TransactWriteItem.builder()
                        .update(update -> update.tableName(TABLE)
                                .key(key(id))
                                .updateExpression("ADD #c :one")
                                .expressionAttributeNames(Map.of("#c", "count"))
                                .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))))
                        .build())
                .build();
    }

    @Test
    void shouldReturnUnprocessedItemsOfBatches_whenSet() {
        List<String> ids = IntStream.range(0, 20).mapToObj(i -> i + id).toList();
        EMULATOR.faults().set(TestFaults.of(DynamoDbFault.class, Map.of("unprocessedShare", 0.5, "seed", 2L)));

        List<WriteRequest> leftOver =
                batch(ids.toArray(String[]::new)).unprocessedItems().get(TABLE);
        BatchGetItemResponse read = client.batchGetItem(request -> request.requestItems(Map.of(
                TABLE,
                KeysAndAttributes.builder()
                        .keys(ids.stream().map(DynamoDbFaultTests::key).toList())
                        .build())));
        clear();

        int leftKeys = read.unprocessedKeys().get(TABLE).keys().size();
        assertThat(leftOver).hasSizeBetween(1, 19);
        assertThat(leftKeys).isBetween(1, 19);
        assertThat(EMULATOR.faults().effects()).containsEntry("unprocessedItems", (long) leftOver.size() + leftKeys);
        assertThat(ids.stream().filter(one -> !get(one).isEmpty())).hasSize(20 - leftOver.size());
    }

    @Test
    void shouldReturnAnEarlierState_whenReadsAreStale() throws Exception {
        put(id);
        update(id, 1);
        EMULATOR.faults()
                .set(TestFaults.of(DynamoDbFault.class, Map.of("staleShare", 1.0, "staleMillis", 500, "seed", 5L)));
        awaitReplica();
        int stale = 0;
        int queryStale = 0;

        for (int value = 2; value < 60; value++) {
            update(id, value);
            assertThat(value(client.getItem(
                                    get -> get.tableName(TABLE).key(key(id)).consistentRead(true))
                            .item()))
                    .as("consistent read")
                    .isEqualTo(value);
            int read = value(
                    client.getItem(get -> get.tableName(TABLE).key(key(id))).item());
            int found = value(client.query(query -> query.tableName(TABLE)
                            .keyConditionExpression("pk = :pk")
                            .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(id))))
                    .items()
                    .getFirst());
            assertThat(read).isBetween(1, value);
            stale += read < value ? 1 : 0;
            queryStale += found < value ? 1 : 0;
        }

        assertThat(stale).isPositive();
        assertThat(queryStale).isPositive();
        assertThat(EMULATOR.faults().effects().get("staleReads")).isGreaterThanOrEqualTo(stale + queryStale);
        awaitValue(59);
        client.deleteItem(delete -> delete.tableName(TABLE).key(key(id)));
        awaitValue(0);
    }

    @Test
    void shouldFindAnItemByIndexLate_whenReadsAreStale() throws Exception {
        EMULATOR.faults()
                .set(TestFaults.of(DynamoDbFault.class, Map.of("staleShare", 1.0, "staleMillis", 500, "seed", 6L)));
        awaitReplica();
        Map<String, AttributeValue> item = new HashMap<>(key(id));
        item.put("category", AttributeValue.fromS(id));
        item.put("bySold", AttributeValue.fromN("1"));
        int missed = 0;

        client.putItem(request -> request.tableName("catalog").item(item));
        while (client.query(query -> query.tableName("catalog")
                        .indexName("category-by-sold")
                        .keyConditionExpression("category = :category")
                        .expressionAttributeValues(Map.of(":category", AttributeValue.fromS(id))))
                .items()
                .isEmpty()) {
            missed++;
        }

        assertThat(missed).isPositive();
    }

    /** Waits until a read without consistency returns the value; 0 if there is no item. */
    private void awaitValue(int value) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (value(client.getItem(get -> get.tableName(TABLE).key(key(id))).item()) != value) {
            assertThat(System.nanoTime()).as("deadline of eventual consistency").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Waits until reads are served by the replica, which lags behind a write. */
    private static void awaitReplica() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (EMULATOR.faults().effects().get("staleReads") == 0) {
            assertThat(System.nanoTime()).as("deadline of the replica").isLessThan(end);
            put("probe");
            client.getItem(get -> get.tableName(TABLE).key(key("probe")));
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void update(String id, int value) {
        client.updateItem(update -> update.tableName(TABLE)
                .key(key(id))
                .updateExpression("SET #c = :value")
                .expressionAttributeNames(Map.of("#c", "count"))
                .expressionAttributeValues(Map.of(":value", AttributeValue.fromN(Integer.toString(value)))));
    }

    private static int value(Map<String, AttributeValue> item) {
        return item.isEmpty() ? 0 : Integer.parseInt(item.get("count").n());
    }

    @Test
    void shouldFailTheSameCalls_whenTheSeedIsTheSame() {
        List<Boolean> first = failures(7L);
        List<Boolean> again = failures(7L);
        List<Boolean> other = failures(8L);

        assertThat(first).contains(true, false).isEqualTo(again).isNotEqualTo(other);
    }

    private List<Boolean> failures(long seed) {
        EMULATOR.faults().set(TestFaults.of(DynamoDbFault.class, Map.of("throttleShare", 0.3, "seed", seed)));
        return IntStream.range(0, 40).mapToObj(i -> isThrottled()).toList();
    }

    private boolean isThrottled() {
        try {
            get(id);
            return false;
        } catch (ProvisionedThroughputExceededException e) {
            return true;
        }
    }

    private static void set(String field, double share) {
        EMULATOR.faults().set(TestFaults.of(DynamoDbFault.class, Map.of(field, share)));
    }

    private static void put(String id) {
        client.putItem(request -> request.tableName(TABLE).item(item(id)));
    }

    private static Map<String, AttributeValue> get(String id) {
        return client.getItem(request -> request.tableName(TABLE).key(key(id)).consistentRead(true))
                .item();
    }

    private static void transact(String... ids) {
        client.transactWriteItems(request -> request.transactItems(Stream.of(ids)
                .map(id -> TransactWriteItem.builder()
                        .put(put -> put.tableName(TABLE).item(item(id)))
                        .build())
                .toList()));
    }

    private static BatchWriteItemResponse batch(String... ids) {
        return client.batchWriteItem(request -> request.requestItems(Map.of(
                TABLE,
                Stream.of(ids)
                        .map(id -> WriteRequest.builder()
                                .putRequest(put -> put.item(item(id)))
                                .build())
                        .toList())));
    }

    private static List<String> codes(TransactionCanceledException e) {
        return e.cancellationReasons().stream().map(CancellationReason::code).toList();
    }

    private static Map<String, AttributeValue> item(String id) {
        return key(id);
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("pk", AttributeValue.fromS(id), "sk", AttributeValue.fromS("test"));
    }
}
