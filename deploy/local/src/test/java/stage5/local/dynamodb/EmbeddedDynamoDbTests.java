package stage5.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.dynamodbv2.local.server.DynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.model.AttributeDefinition;
import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.BatchGetItemRequest;
import com.amazonaws.services.dynamodbv2.model.BatchWriteItemRequest;
import com.amazonaws.services.dynamodbv2.model.BillingMode;
import com.amazonaws.services.dynamodbv2.model.ConditionCheck;
import com.amazonaws.services.dynamodbv2.model.CreateGlobalSecondaryIndexAction;
import com.amazonaws.services.dynamodbv2.model.CreateTableRequest;
import com.amazonaws.services.dynamodbv2.model.Delete;
import com.amazonaws.services.dynamodbv2.model.DeleteItemRequest;
import com.amazonaws.services.dynamodbv2.model.DeleteRequest;
import com.amazonaws.services.dynamodbv2.model.DescribeTableRequest;
import com.amazonaws.services.dynamodbv2.model.GetItemRequest;
import com.amazonaws.services.dynamodbv2.model.GlobalSecondaryIndex;
import com.amazonaws.services.dynamodbv2.model.GlobalSecondaryIndexUpdate;
import com.amazonaws.services.dynamodbv2.model.KeySchemaElement;
import com.amazonaws.services.dynamodbv2.model.KeysAndAttributes;
import com.amazonaws.services.dynamodbv2.model.LocalSecondaryIndex;
import com.amazonaws.services.dynamodbv2.model.Projection;
import com.amazonaws.services.dynamodbv2.model.Put;
import com.amazonaws.services.dynamodbv2.model.PutItemRequest;
import com.amazonaws.services.dynamodbv2.model.PutRequest;
import com.amazonaws.services.dynamodbv2.model.QueryRequest;
import com.amazonaws.services.dynamodbv2.model.QueryResult;
import com.amazonaws.services.dynamodbv2.model.ScanRequest;
import com.amazonaws.services.dynamodbv2.model.TableDescription;
import com.amazonaws.services.dynamodbv2.model.TransactWriteItem;
import com.amazonaws.services.dynamodbv2.model.TransactWriteItemsRequest;
import com.amazonaws.services.dynamodbv2.model.Update;
import com.amazonaws.services.dynamodbv2.model.UpdateItemRequest;
import com.amazonaws.services.dynamodbv2.model.UpdateTableRequest;
import com.amazonaws.services.dynamodbv2.model.WriteRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.local.dynamodb.store.AccessListener;

/** Compares DynamoDB Local on the heap with DynamoDB Local on SQLite, its own storage. */
class EmbeddedDynamoDbTests {

    private static final String TABLE = "compared";
    private static final String ALL = "by-group";
    private static final String KEYS = "by-rank";
    private static final String LOCAL = "by-time";

    private DynamoDBRequestHandler heap;
    private DynamoDBRequestHandler sqlite;

    @BeforeEach
    void start() throws Exception {
        NativeSqlite.locate();
        heap = new EmbeddedDynamoDb(AccessListener.NONE);
        sqlite = new LocalDynamoDBRequestHandler(0, true, null, true, false);
        List.of(heap, sqlite).forEach(EmbeddedDynamoDbTests::createTable);
    }

    @AfterEach
    void stop() {
        heap.shutdown();
        sqlite.shutdown();
    }

    private static void createTable(DynamoDBRequestHandler database) {
        database.createTable(
                "key",
                "region",
                new CreateTableRequest()
                        .withTableName(TABLE)
                        .withBillingMode(BillingMode.PAY_PER_REQUEST)
                        .withKeySchema(new KeySchemaElement("pk", "HASH"), new KeySchemaElement("sk", "RANGE"))
                        .withAttributeDefinitions(
                                new AttributeDefinition("pk", "S"),
                                new AttributeDefinition("sk", "S"),
                                new AttributeDefinition("group", "S"),
                                new AttributeDefinition("rank", "N"),
                                new AttributeDefinition("time", "B"))
                        .withGlobalSecondaryIndexes(
                                new GlobalSecondaryIndex()
                                        .withIndexName(ALL)
                                        .withKeySchema(
                                                new KeySchemaElement("group", "HASH"),
                                                new KeySchemaElement("rank", "RANGE"))
                                        .withProjection(new Projection().withProjectionType("ALL")),
                                new GlobalSecondaryIndex()
                                        .withIndexName(KEYS)
                                        .withKeySchema(new KeySchemaElement("rank", "HASH"))
                                        .withProjection(new Projection().withProjectionType("KEYS_ONLY")))
                        .withLocalSecondaryIndexes(new LocalSecondaryIndex()
                                .withIndexName(LOCAL)
                                .withKeySchema(
                                        new KeySchemaElement("pk", "HASH"), new KeySchemaElement("time", "RANGE"))
                                .withProjection(new Projection().withProjectionType("ALL"))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldRespondAsWithSqlite_whenCallsAreRandom(long seed) {
        Calls calls = new Calls(new Random(seed));
        for (int i = 0; i < 1_500; i++) {
            Function<DynamoDBRequestHandler, Object> call = calls.next();
            assertThat(response(heap, call)).as("call %d of seed %d", i, seed).isEqualTo(response(sqlite, call));
        }
        assertThat(describe(heap).getItemCount())
                .isPositive()
                .isEqualTo(describe(sqlite).getItemCount());
        assertThat(describe(heap).getTableSizeBytes())
                .isEqualTo(describe(sqlite).getTableSizeBytes());
        assertThat(describe(heap).getGlobalSecondaryIndexes())
                .usingRecursiveFieldByFieldElementComparatorOnFields("indexName", "itemCount")
                .containsExactlyInAnyOrderElementsOf(describe(sqlite).getGlobalSecondaryIndexes());
    }

    /** Returns the response, or the error with its message. */
    private static Object response(DynamoDBRequestHandler database, Function<DynamoDBRequestHandler, Object> call) {
        try {
            return call.apply(database);
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private static TableDescription describe(DynamoDBRequestHandler database) {
        return database.describeTable("key", "region", new DescribeTableRequest(TABLE))
                .getTable();
    }

    @Test
    void shouldReturnPagesAsWithSqlite_whenAPartitionExceedsOneMegabyte() {
        for (DynamoDBRequestHandler database : List.of(heap, sqlite)) {
            for (int i = 0; i < 12; i++) {
                Map<String, AttributeValue> item = key("large", String.format("%02d", i));
                item.put("text", new AttributeValue("x".repeat(290_000)));
                database.putItem("key", "region", new PutItemRequest(TABLE, item));
            }
        }

        List<List<String>> pages = pages(heap, true);

        assertThat(pages).hasSizeGreaterThan(2).isEqualTo(pages(sqlite, true));
        assertThat(pages(heap, false)).isEqualTo(pages(sqlite, false));
    }

    private static List<List<String>> pages(DynamoDBRequestHandler database, boolean forward) {
        List<List<String>> pages = new ArrayList<>();
        Map<String, AttributeValue> next = null;
        do {
            QueryResult page = database.query(
                    "key",
                    "region",
                    partition("large").withScanIndexForward(forward).withExclusiveStartKey(next));
            pages.add(
                    page.getItems().stream().map(item -> item.get("sk").getS()).toList());
            next = page.getLastEvaluatedKey();
        } while (next != null);
        return pages;
    }

    @Test
    void shouldHideWritesOfATransaction_whenItIsRolledBack() {
        TransactWriteItem written =
                new TransactWriteItem().withPut(new Put().withTableName(TABLE).withItem(key("p", "written")));
        TransactWriteItem failing = new TransactWriteItem()
                .withConditionCheck(new ConditionCheck()
                        .withTableName(TABLE)
                        .withKey(key("p", "missing"))
                        .withConditionExpression("attribute_exists(pk)"));

        assertThatThrownBy(() -> heap.transactWriteItems(
                        "key", "region", new TransactWriteItemsRequest().withTransactItems(written, failing)))
                .hasMessageContaining("ConditionalCheckFailed");

        assertThat(get("p", "written")).isNull();
        heap.putItem("key", "region", new PutItemRequest(TABLE, key("p", "later")));
        assertThat(get("p", "later")).isNotNull();
    }

    @Test
    void shouldFindItemsByAnIndex_whenItIsAddedWhileItemsAreWritten() throws Exception {
        CountDownLatch written = new CountDownLatch(50);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<Integer> writer = executor.submit(() -> {
                int count = 0;
                while (!isActive("by-colour")) {
                    Map<String, AttributeValue> item = key("p", Integer.toString(count++));
                    item.put("colour", new AttributeValue("red"));
                    heap.putItem("key", "region", new PutItemRequest(TABLE, item));
                    written.countDown();
                }
                return count;
            });
            assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();

            addIndex("by-colour", "colour");

            int count = writer.get(30, TimeUnit.SECONDS);
            assertThat(heap.query(
                                    "key",
                                    "region",
                                    new QueryRequest(TABLE)
                                            .withIndexName("by-colour")
                                            .withKeyConditionExpression("colour = :c")
                                            .withExpressionAttributeValues(Map.of(":c", new AttributeValue("red"))))
                            .getCount())
                    .isEqualTo(count);
        }
    }

    private void addIndex(String name, String attribute) {
        heap.updateTable(
                "key",
                "region",
                new UpdateTableRequest()
                        .withTableName(TABLE)
                        .withAttributeDefinitions(
                                new AttributeDefinition("pk", "S"),
                                new AttributeDefinition("sk", "S"),
                                new AttributeDefinition("group", "S"),
                                new AttributeDefinition("rank", "N"),
                                new AttributeDefinition("time", "B"),
                                new AttributeDefinition(attribute, "S"))
                        .withGlobalSecondaryIndexUpdates(new GlobalSecondaryIndexUpdate()
                                .withCreate(new CreateGlobalSecondaryIndexAction()
                                        .withIndexName(name)
                                        .withKeySchema(new KeySchemaElement(attribute, "HASH"))
                                        .withProjection(new Projection().withProjectionType("ALL")))));
    }

    private boolean isActive(String index) {
        return describe(heap).getGlobalSecondaryIndexes().stream()
                .anyMatch(one ->
                        one.getIndexName().equals(index) && one.getIndexStatus().equals("ACTIVE"));
    }

    @Test
    void shouldLoseNoIncrement_whenManyThreadsWrite() throws Exception {
        int threads = 4;
        int increments = 200;
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                writers.add(executor.submit(() -> {
                    begin.await();
                    for (int n = 0; n < increments; n++) {
                        heap.updateItem("key", "region", increment());
                        heap.transactWriteItems("key", "region", incrementInTransaction());
                    }
                    return null;
                }));
            }
            begin.countDown();
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
        }

        assertThat(get("counter", "1").get("n").getN()).isEqualTo(Integer.toString(2 * threads * increments));
    }

    private static UpdateItemRequest increment() {
        return new UpdateItemRequest()
                .withTableName(TABLE)
                .withKey(key("counter", "1"))
                .withUpdateExpression("ADD n :one")
                .withExpressionAttributeValues(Map.of(":one", new AttributeValue().withN("1")));
    }

    private static TransactWriteItemsRequest incrementInTransaction() {
        return new TransactWriteItemsRequest()
                .withTransactItems(new TransactWriteItem()
                        .withUpdate(new Update()
                                .withTableName(TABLE)
                                .withKey(key("counter", "1"))
                                .withUpdateExpression("ADD n :one")
                                .withExpressionAttributeValues(Map.of(":one", new AttributeValue().withN("1")))));
    }

    private Map<String, AttributeValue> get(String pk, String sk) {
        return heap.getItem("key", "region", new GetItemRequest(TABLE, key(pk, sk)))
                .getItem();
    }

    private static QueryRequest partition(String pk) {
        return new QueryRequest(TABLE)
                .withKeyConditionExpression("pk = :pk")
                .withExpressionAttributeValues(Map.of(":pk", new AttributeValue(pk)));
    }

    private static Map<String, AttributeValue> key(String pk, String sk) {
        Map<String, AttributeValue> key = new HashMap<>();
        key.put("pk", new AttributeValue(pk));
        key.put("sk", new AttributeValue(sk));
        return key;
    }

    /** Random calls on few keys, so that they meet the same items. */
    private static final class Calls {

        private final Random random;

        Calls(Random random) {
            this.random = random;
        }

        Function<DynamoDBRequestHandler, Object> next() {
            return switch (random.nextInt(13)) {
                case 0, 1 -> put();
                case 2 -> update();
                case 3 -> delete();
                case 4 -> get();
                case 5, 6 -> query();
                case 7 -> indexQuery();
                case 8 -> localQuery();
                case 9 -> scan();
                case 10 -> batchWrite();
                case 11 -> batchGet();
                default -> transaction();
            };
        }

        private Function<DynamoDBRequestHandler, Object> put() {
            PutItemRequest request = new PutItemRequest(TABLE, item())
                    .withReturnConsumedCapacity("INDEXES")
                    .withReturnValues("ALL_OLD");
            if (random.nextInt(3) == 0) {
                request.setConditionExpression("attribute_not_exists(pk)");
            }
            return database -> database.putItem("key", "region", request.clone());
        }

        private Function<DynamoDBRequestHandler, Object> update() {
            UpdateItemRequest request = new UpdateItemRequest()
                    .withTableName(TABLE)
                    .withKey(randomKey())
                    .withUpdateExpression("SET #g = :g, #r = :r, nested = :n ADD visits :one")
                    .withExpressionAttributeNames(Map.of("#g", "group", "#r", "rank"))
                    .withExpressionAttributeValues(Map.of(
                            ":g", group(), ":r", rank(), ":n", nested(), ":one", new AttributeValue().withN("1")))
                    .withReturnConsumedCapacity("INDEXES")
                    .withReturnValues("ALL_NEW");
            return database -> database.updateItem("key", "region", request.clone());
        }

        private Function<DynamoDBRequestHandler, Object> delete() {
            DeleteItemRequest request = new DeleteItemRequest(TABLE, randomKey())
                    .withReturnConsumedCapacity("INDEXES")
                    .withReturnValues("ALL_OLD");
            return database -> database.deleteItem("key", "region", request.clone());
        }

        private Function<DynamoDBRequestHandler, Object> get() {
            GetItemRequest request = new GetItemRequest(TABLE, randomKey())
                    .withConsistentRead(random.nextBoolean())
                    .withReturnConsumedCapacity("TOTAL");
            return database -> database.getItem("key", "region", request.clone());
        }

        private Function<DynamoDBRequestHandler, Object> query() {
            String[] conditions = {"", "sk = :a", "sk < :a", "sk <= :a", "sk > :a", "sk >= :a", "begins_with(sk, :a)"};
            QueryRequest request = partition(pk()).withReturnConsumedCapacity("TOTAL");
            Map<String, AttributeValue> values = new HashMap<>(request.getExpressionAttributeValues());
            String condition = conditions[random.nextInt(conditions.length)];
            if (random.nextInt(8) == 0) {
                String first = sk();
                String second = sk();
                boolean ordered = first.compareTo(second) <= 0;
                condition = "sk BETWEEN :a AND :b";
                values.put(":a", new AttributeValue(ordered ? first : second));
                values.put(":b", new AttributeValue(ordered ? second : first));
            } else if (!condition.isEmpty()) {
                values.put(":a", new AttributeValue(sk()));
            }
            if (!condition.isEmpty()) {
                request.setKeyConditionExpression("pk = :pk AND " + condition);
            }
            request.setExpressionAttributeValues(values);
            request.setScanIndexForward(random.nextBoolean());
            if (random.nextBoolean()) {
                request.setLimit(1 + random.nextInt(3));
            }
            if (random.nextInt(4) == 0) {
                request.setExclusiveStartKey(
                        key(request.getExpressionAttributeValues().get(":pk").getS(), sk()));
            }
            return database -> database.query("key", "region", request.clone());
        }

        /** Queries by a full index key are in the order of that key; the order of equal keys is undefined. */
        private Function<DynamoDBRequestHandler, Object> indexQuery() {
            QueryRequest request = new QueryRequest(TABLE).withReturnConsumedCapacity("INDEXES");
            if (random.nextBoolean()) {
                request.withIndexName(ALL)
                        .withKeyConditionExpression(random.nextBoolean() ? "#g = :g" : "#g = :g AND #r > :r")
                        .withExpressionAttributeNames(Map.of("#g", "group", "#r", "rank"))
                        .withExpressionAttributeValues(Map.of(":g", group(), ":r", rank()));
                if (!request.getKeyConditionExpression().contains("#r")) {
                    request.setExpressionAttributeNames(Map.of("#g", "group"));
                    request.setExpressionAttributeValues(Map.of(":g", group()));
                }
            } else {
                request.withIndexName(KEYS)
                        .withKeyConditionExpression("#r = :r")
                        .withExpressionAttributeNames(Map.of("#r", "rank"))
                        .withExpressionAttributeValues(Map.of(":r", rank()));
            }
            return database -> {
                QueryResult result = database.query("key", "region", request.clone());
                List<String> ranks = result.getItems().stream()
                        .map(item -> item.get("rank").getN())
                        .toList();
                Set<Map<String, AttributeValue>> items = new HashSet<>(result.getItems());
                return List.of(ranks, items, result.getConsumedCapacity());
            };
        }

        private Function<DynamoDBRequestHandler, Object> localQuery() {
            QueryRequest request = partition(pk()).withIndexName(LOCAL).withScanIndexForward(random.nextBoolean());
            return database -> new HashSet<>(
                    database.query("key", "region", request.clone()).getItems());
        }

        private Function<DynamoDBRequestHandler, Object> scan() {
            ScanRequest request = new ScanRequest(TABLE).withReturnConsumedCapacity("TOTAL");
            if (random.nextBoolean()) {
                request.withTotalSegments(3).withSegment(random.nextInt(3));
            } else if (random.nextBoolean()) {
                request.withLimit(1 + random.nextInt(30)).withExclusiveStartKey(randomKey());
            } else {
                request.withLimit(1 + random.nextInt(30));
            }
            return database -> database.scan("key", "region", request.clone());
        }

        private Function<DynamoDBRequestHandler, Object> batchWrite() {
            Map<Map<String, AttributeValue>, WriteRequest> writes = new HashMap<>();
            for (int i = 0; i < 5; i++) {
                Map<String, AttributeValue> item = item();
                Map<String, AttributeValue> key =
                        key(item.get("pk").getS(), item.get("sk").getS());
                writes.put(
                        key,
                        random.nextBoolean()
                                ? new WriteRequest(new PutRequest(item))
                                : new WriteRequest(new DeleteRequest(key)));
            }
            BatchWriteItemRequest request = new BatchWriteItemRequest(Map.of(TABLE, new ArrayList<>(writes.values())))
                    .withReturnConsumedCapacity("INDEXES");
            return database -> database.batchWriteItem("key", "region", request.clone());
        }

        private Function<DynamoDBRequestHandler, Object> batchGet() {
            Set<Map<String, AttributeValue>> keys = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                keys.add(randomKey());
            }
            BatchGetItemRequest request = new BatchGetItemRequest(Map.of(TABLE, new KeysAndAttributes().withKeys(keys)))
                    .withReturnConsumedCapacity("TOTAL");
            return database -> database.batchGetItem("key", "region", request.clone());
        }

        private Function<DynamoDBRequestHandler, Object> transaction() {
            Map<Map<String, AttributeValue>, TransactWriteItem> items = new HashMap<>();
            for (int i = 0; i < 3; i++) {
                Map<String, AttributeValue> item = item();
                Map<String, AttributeValue> key =
                        key(item.get("pk").getS(), item.get("sk").getS());
                items.put(
                        key,
                        switch (random.nextInt(3)) {
                            case 0 ->
                                new TransactWriteItem()
                                        .withPut(new Put()
                                                .withTableName(TABLE)
                                                .withItem(item)
                                                .withConditionExpression("attribute_not_exists(visits)"));
                            case 1 ->
                                new TransactWriteItem()
                                        .withDelete(new Delete()
                                                .withTableName(TABLE)
                                                .withKey(key));
                            default ->
                                new TransactWriteItem()
                                        .withConditionCheck(new ConditionCheck()
                                                .withTableName(TABLE)
                                                .withKey(key)
                                                .withConditionExpression("attribute_exists(pk)"));
                        });
            }
            TransactWriteItemsRequest request = new TransactWriteItemsRequest()
                    .withTransactItems(items.values())
                    .withClientRequestToken("token-" + random.nextInt(400))
                    .withReturnConsumedCapacity("INDEXES");
            return database -> database.transactWriteItems("key", "region", request.clone());
        }

        private Map<String, AttributeValue> item() {
            Map<String, AttributeValue> item = randomKey();
            if (random.nextInt(4) > 0) {
                item.put("group", group());
            }
            if (random.nextInt(4) > 0) {
                item.put("rank", rank());
            }
            if (random.nextInt(4) > 0) {
                item.put("time", new AttributeValue().withB(binary()));
            }
            if (random.nextInt(4) == 0) {
                item.put("nested", nested());
            }
            item.put("text", new AttributeValue("ä".repeat(random.nextInt(10) == 0 ? 1_500 : random.nextInt(3))));
            return item;
        }

        private Map<String, AttributeValue> randomKey() {
            return key(pk(), sk());
        }

        private String pk() {
            return "p" + random.nextInt(8);
        }

        private String sk() {
            String[] keys = {"a", "ab", "abc", "a\u0000", "b", "ä", "\uD83D\uDE00", "\uFFFD", "z", "0"};
            return keys[random.nextInt(keys.length)];
        }

        private AttributeValue group() {
            return new AttributeValue("g" + random.nextInt(3));
        }

        private AttributeValue rank() {
            String[] numbers = {
                "0",
                "-1",
                "1",
                "10",
                "9",
                "-10.5",
                "100000000000000000000",
                "0.001",
                "12345678901234567890",
                "-0.000000001"
            };
            return new AttributeValue().withN(numbers[random.nextInt(numbers.length)]);
        }

        private ByteBuffer binary() {
            byte[] bytes = new byte[1 + random.nextInt(3)];
            random.nextBytes(bytes);
            return ByteBuffer.wrap(bytes);
        }

        private AttributeValue nested() {
            return new AttributeValue()
                    .withM(Map.of(
                            "list",
                            new AttributeValue()
                                    .withL(
                                            new AttributeValue("x"),
                                            new AttributeValue().withN("1.5"),
                                            new AttributeValue().withNULL(true)),
                            "numbers",
                            new AttributeValue().withNS("1", "2"),
                            "texts",
                            new AttributeValue().withSS("a", "b"),
                            "binaries",
                            new AttributeValue().withBS(ByteBuffer.wrap(new byte[] {1, 0})),
                            "yes",
                            new AttributeValue().withBOOL(true),
                            "no",
                            new AttributeValue().withBOOL(false),
                            "empty",
                            new AttributeValue().withM(Map.of())));
        }
    }
}
