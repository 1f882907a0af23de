package stage5.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import stage5.local.Ports;
import stage5.local.aws.Aws;
import stage5.local.meter.PartitionKeyUsage;
import stage5.local.meter.UsageCounters;
import stage5.topology.Table;
import stage5.topology.Table.Index;
import stage5.topology.Table.KeyType;
import stage5.topology.Table.Projection;
import stage5.topology.Topology;

/** The capacity of calls by table and key, as DynamoDB Local's clients cause it. */
class CapacityMeterTests {

    private static final String TABLE = "metered";
    private static final UsageCounters USAGE = new UsageCounters();
    private static final int PORT = Ports.free().dynamodb();
    private static final DynamoDbEmulator EMULATOR = new DynamoDbEmulator(PORT, Topology.load(), USAGE);

    private static DynamoDbClient client;

    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws Exception {
        EMULATOR.start();
        client = Aws.client(DynamoDbClient.builder(), PORT, Duration.ofSeconds(20));
        new TableCreation(client)
                .create(new Table(
                        TABLE,
                        null,
                        List.of(
                                new Index("by-group", "group", "rank", KeyType.N, Projection.ALL),
                                new Index("by-owner", "owner", "rank", KeyType.N, Projection.KEYS_ONLY))));
    }

    @AfterAll
    static void stop() {
        client.close();
        EMULATOR.close();
    }

    @BeforeEach
    void reset() {
        USAGE.reset();
    }

    @Test
    void shouldCountReadsByFourKilobytes() {
        put(item(5_000));
        USAGE.reset();

        client.getItem(get -> get.tableName(TABLE).key(key(id)));
        client.getItem(get -> get.tableName(TABLE).key(key(id)).consistentRead(true));
        client.getItem(get -> get.tableName(TABLE).key(key("missing" + id)).consistentRead(true));
        client.transactGetItems(request ->
                request.transactItems(one -> one.get(get -> get.tableName(TABLE).key(key(id)))));
        client.batchGetItem(request -> request.requestItems(Map.of(
                TABLE,
                KeysAndAttributes.builder().keys(key(id)).consistentRead(true).build())));

        assertThat(usage(null, id)).isEqualTo(new PartitionKeyUsage(TABLE, null, "pk", id, 1 + 2 + 4 + 2, 0, 4));
        assertThat(usage(null, "missing" + id).readUnits()).isEqualTo(1);
        assertThat(total("readUnits")).isEqualTo(10);
    }

    @Test
    void shouldCountEachKey_whenABatchReadsItemsOfEqualSize() {
        put(sized("a" + id, 10));
        put(sized("b" + id, 10));
        USAGE.reset();

        client.batchGetItem(request -> request.requestItems(Map.of(
                TABLE,
                KeysAndAttributes.builder()
                        .keys(key("a" + id), key("b" + id), key("missing" + id))
                        .consistentRead(true)
                        .build())));

        assertThat(usage(null, "a" + id).readUnits()).isEqualTo(1);
        assertThat(usage(null, "missing" + id).readUnits()).isEqualTo(1);
        assertThat(total("readUnits")).isEqualTo(3);
    }

    @Test
    void shouldCountWritesByTheLargerImage() {
        put(item(2_500));
        put(item(10));
        client.deleteItem(delete -> delete.tableName(TABLE).key(key("missing" + id)));

        assertThat(usage(null, id)).isEqualTo(new PartitionKeyUsage(TABLE, null, "pk", id, 0, 3 + 3, 2));
        assertThat(usage(null, "missing" + id).writeUnits()).isEqualTo(1);
        assertThat(total("writeUnits")).isEqualTo(7);
    }

    @Test
    void shouldCountOneWriteInAnIndex_whenAnEntryAppearsChangesOrDisappears() {
        Map<String, AttributeValue> indexed = indexed(1);
        put(indexed);
        assertThat(usage("by-group", "group" + id).writeUnits()).as("appears").isEqualTo(1);

        Map<String, AttributeValue> changed = new HashMap<>(indexed);
        changed.put("text", text("x".repeat(1_500)));
        put(changed);
        assertThat(usage("by-group", "group" + id).writeUnits()).as("changes").isEqualTo(1 + 2);
        assertThat(usage("by-owner", "owner" + id).writeUnits())
                .as("not a projected attribute")
                .isEqualTo(1);

        client.deleteItem(delete -> delete.tableName(TABLE).key(key(id)));
        assertThat(usage("by-group", "group" + id).writeUnits())
                .as("disappears")
                .isEqualTo(1 + 2 + 2);
        assertThat(usage("by-owner", "owner" + id).writeUnits()).isEqualTo(1 + 1);
        assertThat(usage(null, id).writeUnits()).isEqualTo(1 + 2 + 2);
        assertThat(total("writeUnits")).isEqualTo(5 + 5 + 2);
    }

    @Test
    void shouldCountTwoWritesInAnIndex_whenItsKeyChanges() {
        put(indexed(1));
        USAGE.reset();

        client.updateItem(update -> update.tableName(TABLE)
                .key(key(id))
                .updateExpression("SET #g = :g, #r = :r")
                .expressionAttributeNames(Map.of("#g", "group", "#r", "rank"))
                .expressionAttributeValues(Map.of(":g", text("other" + id), ":r", AttributeValue.fromN("2"))));

        assertThat(usage("by-group", "group" + id).writeUnits()).isEqualTo(1);
        assertThat(usage("by-group", "other" + id).writeUnits()).isEqualTo(1);
        assertThat(usage("by-owner", "owner" + id).writeUnits())
                .as("the sort key")
                .isEqualTo(2);
    }

    @Test
    void shouldCountNothingInAnIndex_whenNoProjectedAttributeChanges() {
        put(indexed(1));
        USAGE.reset();

        put(indexed(1));

        assertThat(usage("by-group", "group" + id)).isNull();
        assertThat(total("writeUnits")).isEqualTo(1);
    }

    @Test
    void shouldCountTwicePerItemAndCheck_whenWrittenInATransaction() {
        put(sized("checked" + id, 10));
        USAGE.reset();
        TransactWriteItemsRequest request = TransactWriteItemsRequest.builder()
                .clientRequestToken(id)
                .transactItems(
                        TransactWriteItem.builder()
                                .put(put -> put.tableName(TABLE).item(indexed(1)))
                                .build(),
                        TransactWriteItem.builder()
                                .conditionCheck(check -> check.tableName(TABLE)
                                        .key(key("checked" + id))
                                        .conditionExpression("attribute_exists(pk)"))
                                .build())
                .build();

        client.transactWriteItems(request);

        assertThat(usage(null, id).writeUnits()).isEqualTo(2);
        assertThat(usage(null, "checked" + id))
                .isEqualTo(new PartitionKeyUsage(TABLE, null, "pk", "checked" + id, 0, 2, 1));
        assertThat(usage("by-group", "group" + id).writeUnits()).isEqualTo(1);
        assertThat(total("writeUnits")).isEqualTo(2 + 2 + 2);

        USAGE.reset();
        client.transactWriteItems(request);
        assertThat(usage(null, id)).as("repetition").isEqualTo(new PartitionKeyUsage(TABLE, null, "pk", id, 2, 0, 1));
    }

    @Test
    void shouldCountEachItem_whenATransactionWritesItemsOfEqualSize() {
        client.transactWriteItems(request -> request.transactItems(
                one -> one.put(put -> put.tableName(TABLE).item(sized("a" + id, 10))),
                one -> one.put(put -> put.tableName(TABLE).item(sized("b" + id, 10))),
                one -> one.put(put -> put.tableName(TABLE).item(sized("c" + id, 1_500)))));

        assertThat(usage(null, "a" + id).writeUnits()).isEqualTo(2);
        assertThat(usage(null, "b" + id).writeUnits()).isEqualTo(2);
        assertThat(usage(null, "c" + id).writeUnits()).isEqualTo(4);
        assertThat(total("writeUnits")).isEqualTo(8);
    }

    @Test
    void shouldCountAnUpdateByTheSizeOfItsItem_whenATransactionWritesASmallItem() {
        put(sized("large" + id, 2_500));
        USAGE.reset();

        client.transactWriteItems(request -> request.transactItems(
                one -> one.put(put -> put.tableName(TABLE).item(sized("small" + id, 10))),
                one -> one.update(update -> update.tableName(TABLE)
                        .key(key("large" + id))
                        .updateExpression("SET seen = :seen")
                        .expressionAttributeValues(Map.of(":seen", text("yes"))))));

        assertThat(usage(null, "small" + id).writeUnits()).isEqualTo(2);
        assertThat(usage(null, "large" + id).writeUnits()).isEqualTo(6);
    }

    @Test
    void shouldCountAnIndexEntryForAnUnknownKey_whenATransactionRemovesIt() {
        put(indexed(1));
        USAGE.reset();

        client.transactWriteItems(request -> request.transactItems(
                one -> one.delete(delete -> delete.tableName(TABLE).key(key(id)))));

        assertThat(USAGE.partitionKeys().report(10).keys())
                .containsExactlyInAnyOrder(
                        new PartitionKeyUsage(TABLE, null, "pk", id, 0, 2, 1),
                        new PartitionKeyUsage(TABLE, "by-group", "group", null, 0, 1, 1),
                        new PartitionKeyUsage(TABLE, "by-owner", "owner", null, 0, 1, 1));
    }

    @Test
    void shouldCountIndexEntriesByTheirKeys_whenATransactionStatesThem() {
        client.putItem(put -> put.tableName(TABLE).item(sized("updated" + id, 10)));
        USAGE.reset();

        client.transactWriteItems(request -> request.transactItems(
                one -> one.put(put -> put.tableName(TABLE).item(indexed(1))),
                one -> one.update(update -> update.tableName(TABLE)
                        .key(key("updated" + id))
                        .updateExpression("SET #g = :g, #r = :r")
                        .expressionAttributeNames(Map.of("#g", "group", "#r", "rank"))
                        .expressionAttributeValues(
                                Map.of(":g", text("updated" + id), ":r", AttributeValue.fromN("2"))))));

        assertThat(usage("by-group", "group" + id).writeUnits()).isEqualTo(1);
        assertThat(usage("by-group", "updated" + id).writeUnits()).isEqualTo(1);
        assertThat(usage("by-owner", "owner" + id).writeUnits()).isEqualTo(1);
    }

    @Test
    void shouldReturnOnlyWhatIsRequested_whenACallIsMetered() {
        PutItemResponse put = client.putItem(request -> request.tableName(TABLE).item(indexed(1)));
        assertThat(put.consumedCapacity()).isNull();
        put = client.putItem(request ->
                request.tableName(TABLE).item(indexed(2)).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        assertThat(put.hasAttributes()).isFalse();
        assertThat(put.consumedCapacity()).isEqualTo(capacity(5));

        UpdateItemResponse update =
                client.updateItem(request -> rank(request, 3).returnConsumedCapacity(ReturnConsumedCapacity.INDEXES));
        assertThat(update.hasAttributes()).isFalse();
        assertThat(update.consumedCapacity().globalSecondaryIndexes()).containsOnlyKeys("by-group", "by-owner");
        update = client.updateItem(request -> rank(request, 4).returnValues(ReturnValue.UPDATED_NEW));
        assertThat(update.attributes()).containsOnly(Map.entry("rank", AttributeValue.fromN("4")));
        assertThat(update.consumedCapacity()).isNull();
        update = client.updateItem(request -> rank(request, 5).returnValues(ReturnValue.ALL_NEW));
        assertThat(update.attributes()).isEqualTo(indexed(5));

        assertThat(client.transactWriteItems(
                                request -> request.transactItems(one -> one.put(transactPut(sized("other" + id, 10)))))
                        .hasConsumedCapacity())
                .isFalse();
        DeleteItemResponse delete = client.deleteItem(
                request -> request.tableName(TABLE).key(key(id)).returnValues(ReturnValue.ALL_OLD));
        assertThat(delete.attributes()).isEqualTo(indexed(5));
        assertThat(delete.consumedCapacity()).isNull();
        assertThat(client.deleteItem(request -> request.tableName(TABLE).key(key("other" + id)))
                        .hasAttributes())
                .isFalse();
        assertThat(usage("by-group", "group" + id).writeUnits())
                .as("appears, changes its rank three times, and disappears")
                .isEqualTo(1 + 3 * 2 + 1);
        assertThat(USAGE.partitionKeys().report(10).keys())
                .as("responses with updated attributes only do not reveal the key")
                .contains(new PartitionKeyUsage(TABLE, "by-group", "group", null, 0, 2, 1));
    }

    private static ConsumedCapacity capacity(double units) {
        return ConsumedCapacity.builder().tableName(TABLE).capacityUnits(units).build();
    }

    private UpdateItemRequest.Builder rank(UpdateItemRequest.Builder request, int rank) {
        return request.tableName(TABLE)
                .key(key(id))
                .updateExpression("SET #r = :r")
                .expressionAttributeNames(Map.of("#r", "rank"))
                .expressionAttributeValues(Map.of(":r", AttributeValue.fromN(Integer.toString(rank))));
    }

    private static Put transactPut(Map<String, AttributeValue> item) {
        return Put.builder().tableName(TABLE).item(item).build();
    }

    @Test
    void shouldCountTheCallOnly_whenItFails() {
        put(item(10));
        USAGE.reset();

        assertThatThrownBy(() -> client.putItem(
                        put -> put.tableName(TABLE).item(item(10)).conditionExpression("attribute_not_exists(pk)")))
                .isInstanceOf(ConditionalCheckFailedException.class);
        assertThatThrownBy(() -> client.transactWriteItems(request -> request.transactItems(
                        one -> one.put(put -> put.tableName(TABLE).item(sized("first" + id, 10))),
                        one -> one.put(put ->
                                put.tableName(TABLE).item(item(10)).conditionExpression("attribute_not_exists(pk)")))))
                .isInstanceOf(TransactionCanceledException.class);

        assertThat(USAGE.partitionKeys().report(10).keys()).isEmpty();
        assertThat(USAGE.totals().get("dynamodbCalls"))
                .containsOnly(Map.entry("metered PutItem", 1.0), Map.entry("metered TransactWriteItems", 1.0));
    }

    @Test
    void shouldCountEachItem_whenWrittenInABatch() {
        client.batchWriteItem(request -> request.requestItems(
                Map.of(TABLE, List.of(write(sized("a" + id, 1_500)), write(sized("b" + id, 10))))));

        assertThat(usage(null, "a" + id).writeUnits()).isEqualTo(2);
        assertThat(usage(null, "b" + id).writeUnits()).isEqualTo(1);
        assertThat(USAGE.totals().get("dynamodbCalls")).containsOnly(Map.entry("metered BatchWriteItem", 1.0));

        USAGE.reset();
        client.batchWriteItem(request -> request.requestItems(
                Map.of(TABLE, List.of(write(sized("b" + id, 10)), write(indexed(1)), deletion(key("a" + id))))));

        assertThat(usage(null, "a" + id).writeUnits()).as("the old size").isEqualTo(2);
        assertThat(usage(null, "b" + id).writeUnits()).isEqualTo(1);
        assertThat(usage("by-group", "group" + id).writeUnits()).isEqualTo(1);
        assertThat(total("writeUnits")).isEqualTo(2 + 1 + 3);
    }

    @Test
    void shouldCountQueriesByTheirPartition_alsoWithoutItems() {
        put(indexed(1));
        USAGE.reset();

        client.query(query -> query.tableName(TABLE)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", text("empty" + id))));
        assertThat(client.query(query -> query.tableName(TABLE)
                                .indexName("by-group")
                                .keyConditionExpression("#g = :g")
                                .expressionAttributeNames(Map.of("#g", "group"))
                                .expressionAttributeValues(Map.of(":g", text("group" + id))))
                        .consumedCapacity())
                .as("not requested")
                .isNull();

        assertThat(usage(null, "empty" + id).readUnits()).isEqualTo(1);
        assertThat(usage("by-group", "group" + id))
                .isEqualTo(new PartitionKeyUsage(TABLE, "by-group", "group", "group" + id, 0.5, 0, 1));
        assertThat(total("readUnits")).isEqualTo(1.5);
    }

    @Test
    void shouldCountAScanForNoKey() {
        client.scan(scan -> scan.tableName(TABLE));

        assertThat(USAGE.partitionKeys().report(10).keys()).singleElement().satisfies(scan -> {
            assertThat(scan.attribute()).isNull();
            assertThat(scan.key()).isNull();
            assertThat(scan.readUnits()).isPositive();
        });
    }

    private static PartitionKeyUsage usage(String index, String key) {
        return USAGE.partitionKeys().report(1_000).keys().stream()
                .filter(usage ->
                        usage.table().equals(TABLE) && Objects.equals(usage.index(), index) && key.equals(usage.key()))
                .findFirst()
                .orElse(null);
    }

    private static double total(String quantity) {
        return USAGE.totals().get(quantity).getOrDefault(TABLE, 0.0);
    }

    private static void put(Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(TABLE).item(item));
    }

    private static WriteRequest write(Map<String, AttributeValue> item) {
        return WriteRequest.builder()
                .putRequest(PutRequest.builder().item(item).build())
                .build();
    }

    private static WriteRequest deletion(Map<String, AttributeValue> key) {
        return WriteRequest.builder()
                .deleteRequest(DeleteRequest.builder().key(key).build())
                .build();
    }

    private Map<String, AttributeValue> item(int bytes) {
        return sized(id, bytes);
    }

    private static Map<String, AttributeValue> sized(String pk, int bytes) {
        Map<String, AttributeValue> item = new HashMap<>(key(pk));
        item.put("text", text("x".repeat(bytes)));
        return item;
    }

    private Map<String, AttributeValue> indexed(int rank) {
        Map<String, AttributeValue> item = new HashMap<>(key(id));
        item.put("group", text("group" + id));
        item.put("owner", text("owner" + id));
        item.put("rank", AttributeValue.fromN(Integer.toString(rank)));
        return item;
    }

    private static Map<String, AttributeValue> key(String pk) {
        return Map.of("pk", text(pk), "sk", text("1"));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
