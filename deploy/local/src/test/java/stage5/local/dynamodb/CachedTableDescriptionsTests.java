package stage5.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.dynamodbv2.model.AttributeDefinition;
import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.BillingMode;
import com.amazonaws.services.dynamodbv2.model.CreateGlobalSecondaryIndexAction;
import com.amazonaws.services.dynamodbv2.model.CreateTableRequest;
import com.amazonaws.services.dynamodbv2.model.DeleteTableRequest;
import com.amazonaws.services.dynamodbv2.model.DescribeTimeToLiveRequest;
import com.amazonaws.services.dynamodbv2.model.GetItemRequest;
import com.amazonaws.services.dynamodbv2.model.GlobalSecondaryIndexUpdate;
import com.amazonaws.services.dynamodbv2.model.KeySchemaElement;
import com.amazonaws.services.dynamodbv2.model.Projection;
import com.amazonaws.services.dynamodbv2.model.PutItemRequest;
import com.amazonaws.services.dynamodbv2.model.QueryRequest;
import com.amazonaws.services.dynamodbv2.model.TimeToLiveSpecification;
import com.amazonaws.services.dynamodbv2.model.UpdateTableRequest;
import com.amazonaws.services.dynamodbv2.model.UpdateTimeToLiveRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table whose description is kept must follow each change of the table. */
class CachedTableDescriptionsTests {

    private static final SharedDynamoDb DATABASE = new SharedDynamoDb();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);
    private static final String KEY = "any";
    private static final String REGION = "us-east-1";
    private static final String TABLE = "changing";

    @BeforeEach
    void create() {
        createWithKey("pk");
    }

    @AfterEach
    void delete() {
        DATABASE.deleteTable(KEY, REGION, new DeleteTableRequest(TABLE));
    }

    @AfterAll
    static void shutDown() {
        DATABASE.shutdown();
    }

    @Test
    void shouldKeepTheDescription_whenTheTableDoesNotChange() {
        CachedTableDescriptions store = new CachedTableDescriptions();
        try {
            assertThat(store.getTableInfo(TABLE)).isNull();
            create(store, "pk");

            assertThat(store.getTableInfo(TABLE)).isNotNull().isSameAs(store.getTableInfo(TABLE));
        } finally {
            store.close();
        }
    }

    @Test
    void shouldReadTheDescriptionAgain_whenTheTableHasChanged() {
        CachedTableDescriptions store = new CachedTableDescriptions();
        try {
            create(store, "pk");
            assertThat(store.getTableInfo(TABLE).getDeleteProtectionEnabled()).isFalse();

            store.updateTable(
                    TABLE, null, null, BillingMode.PAY_PER_REQUEST, 0, List.of(text("pk")), List.of(), true, null);
            assertThat(store.getTableInfo(TABLE).getDeleteProtectionEnabled()).isTrue();

            store.deleteTable(TABLE);
            assertThat(store.getTableInfo(TABLE)).isNull();

            create(store, "id");
            assertThat(store.getTableInfo(TABLE).getHashKey()).isEqualTo(text("id"));
        } finally {
            store.close();
        }
    }

    @Test
    void shouldFindItemsByAnIndex_whenItWasAddedToTheTable() throws InterruptedException {
        put(Map.of("pk", new AttributeValue("a"), "colour", new AttributeValue("red")));
        assertThatThrownBy(CachedTableDescriptionsTests::countRed).hasMessageContaining("index");

        change(new GlobalSecondaryIndexUpdate()
                .withCreate(new CreateGlobalSecondaryIndexAction()
                        .withIndexName("by-colour")
                        .withKeySchema(new KeySchemaElement("colour", "HASH"))
                        .withProjection(new Projection().withProjectionType("ALL"))));

        awaitIndex();
        put(Map.of("pk", new AttributeValue("b"), "colour", new AttributeValue("red")));
        assertThat(countRed()).isEqualTo(2);
    }

    @Test
    void shouldDescribeTheTimeToLive_whenItIsTurnedOn() {
        DATABASE.updateTimeToLive(
                KEY,
                REGION,
                new UpdateTimeToLiveRequest()
                        .withTableName(TABLE)
                        .withTimeToLiveSpecification(new TimeToLiveSpecification()
                                .withAttributeName("expiresAt")
                                .withEnabled(true)));

        assertThat(DATABASE.describeTimeToLive(KEY, REGION, new DescribeTimeToLiveRequest().withTableName(TABLE))
                        .getTimeToLiveDescription()
                        .getAttributeName())
                .isEqualTo("expiresAt");
    }

    @Test
    void shouldUseTheNewKey_whenTheTableWasDeletedAndCreatedAgain() {
        put(Map.of("pk", new AttributeValue("a")));

        delete();
        assertThatThrownBy(() -> put(Map.of("pk", new AttributeValue("a")))).hasMessageContaining("non-existent table");
        createWithKey("id");

        put(Map.of("id", new AttributeValue("b")));
        assertThatThrownBy(() -> put(Map.of("pk", new AttributeValue("a")))).hasMessageContaining("key");
        assertThat(DATABASE.getItem(KEY, REGION, new GetItemRequest(TABLE, Map.of("id", new AttributeValue("b"))))
                        .getItem())
                .isNotNull();
    }

    private static void create(CachedTableDescriptions store, String key) {
        store.createTable(
                TABLE,
                text(key),
                null,
                List.of(text(key)),
                List.of(),
                List.of(),
                null,
                null,
                BillingMode.PAY_PER_REQUEST,
                false,
                null);
    }

    private static void createWithKey(String name) {
        DATABASE.createTable(
                KEY,
                REGION,
                new CreateTableRequest()
                        .withTableName(TABLE)
                        .withBillingMode("PAY_PER_REQUEST")
                        .withAttributeDefinitions(text(name))
                        .withKeySchema(new KeySchemaElement(name, "HASH")));
    }

    private static void change(GlobalSecondaryIndexUpdate index) {
        DATABASE.updateTable(
                KEY,
                REGION,
                new UpdateTableRequest()
                        .withTableName(TABLE)
                        .withAttributeDefinitions(text("pk"), text("colour"))
                        .withGlobalSecondaryIndexUpdates(index));
    }

    /**
     * Waits for the first query that finds the item. While DynamoDB Local builds an index, it cannot describe the table, and
     * a query fails, or finds nothing if the index has its columns but not yet its items.
     */
    private static void awaitIndex() throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!isBuilt() && System.nanoTime() < deadline) {
            Thread.sleep(POLL_INTERVAL);
        }
        assertThat(countRed()).isEqualTo(1);
    }

    private static boolean isBuilt() {
        try {
            return countRed() > 0;
        } catch (RuntimeException isBeingBuilt) {
            return false;
        }
    }

    private static int countRed() {
        return DATABASE.query(
                        KEY,
                        REGION,
                        new QueryRequest(TABLE)
                                .withIndexName("by-colour")
                                .withKeyConditionExpression("colour = :red")
                                .withExpressionAttributeValues(Map.of(":red", new AttributeValue("red"))))
                .getCount();
    }

    private static void put(Map<String, AttributeValue> item) {
        DATABASE.putItem(KEY, REGION, new PutItemRequest(TABLE, item));
    }

    private static AttributeDefinition text(String name) {
        return new AttributeDefinition(name, "S");
    }
}
