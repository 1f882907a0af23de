package stage5.kit.events.projection;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.ItemPage;

/**
 * Stores the generations of an {@link ItemReadModel}: partition key {@code model/generation/owner}, sort key the
 * entry's id.
 */
public final class ItemGenerations {

    /** The limit of BatchGetItem. */
    private static final int PAGE_SIZE = 100;

    /** Most items of a page may be of other generations: they cost a read only. */
    private static final int DROP_PAGE_SIZE = 500;

    private static final int CONCURRENT_DELETES = 4;

    private static final String SEQUENCE = "sequence";

    private final Dynamo dynamo;
    private final String table;
    private final String model;

    public ItemGenerations(Dynamo dynamo, String table, String model) {
        this.dynamo = dynamo;
        this.table = table;
        this.model = model;
    }

    String model() {
        return model;
    }

    /** Returns the partition key of an owner's items in a generation. */
    public String partition(long generation, String owner) {
        return prefix(generation) + owner;
    }

    /**
     * Puts an item unless the stored one is from this or a later event, so that duplicates and events out of order have
     * no effect. Completes with whether the item was put, once it is durable.
     *
     * @param sequence the sequence of the event that the attributes come from
     */
    public Uni<Boolean> put(
            long generation, String owner, String id, long sequence, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = item(generation, new Entry(owner, id, sequence, attributes));
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk) OR #sequence < :sequence")
                        .expressionAttributeNames(Map.of("#sequence", SEQUENCE))
                        .expressionAttributeValues(Map.of(":sequence", n(sequence)))))
                .replaceWith(true)
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithItem(false);
    }

    /**
     * Puts items unconditionally, in batches that cost no more than single puts (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html">BatchWriteItem</a>). For
     * items that are always put with the same content. Completes once all are durable; fails with a 503 problem if DynamoDB
     * throttles them for too long.
     */
    public Uni<Void> putAll(long generation, Collection<Entry> entries) {
        Map<Map<String, AttributeValue>, WriteRequest> puts = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Map<String, AttributeValue> item = item(generation, entry);
            puts.put(
                    key(partition(generation, entry.owner()), entry.id()),
                    WriteRequest.builder().putRequest(put -> put.item(item)).build());
        }
        return Multi.createFrom()
                .iterable(puts.values())
                .group()
                .intoLists()
                .of(Dynamo.MAX_WRITES)
                .onItem()
                .transformToUniAndConcatenate(batch -> dynamo.writeAll(table, batch))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Map<String, AttributeValue> item(long generation, Entry entry) {
        Map<String, AttributeValue> item = new HashMap<>(entry.attributes());
        item.putAll(key(partition(generation, entry.owner()), entry.id()));
        item.put(SEQUENCE, n(entry.sequence()));
        return item;
    }

    /** Completes as {@link ReadModel#entries} does. */
    public Uni<EntryPage> entries(long generation, String cursor) {
        return items(generation, cursor, PAGE_SIZE)
                .map(page -> new EntryPage(
                        page.items().stream()
                                .collect(Collectors.toMap(ItemGenerations::entryKey, ItemGenerations::digest)),
                        page.next()));
    }

    /** Completes as {@link ReadModel#digests} does. */
    public Uni<Map<String, String>> digests(long generation, Collection<String> keys) {
        return Multi.createFrom()
                .iterable(keys)
                .map(key -> itemKey(generation, key))
                .group()
                .intoLists()
                .of(PAGE_SIZE)
                .onItem()
                .transformToUniAndConcatenate(page -> dynamo.getAll(table, page, true))
                .onItem()
                .<Map<String, AttributeValue>>disjoint()
                .collect()
                .asMap(ItemGenerations::entryKey, ItemGenerations::digest);
    }

    /** Deletes the items that one page of the table has of a generation, and completes as {@link ReadModel#drop} does. */
    public Uni<String> drop(long generation, String cursor) {
        return items(generation, cursor, DROP_PAGE_SIZE)
                .call(page -> Multi.createFrom()
                        .iterable(page.items())
                        .map(item -> Map.of(PK, item.get(PK), SK, item.get(SK)))
                        .group()
                        .intoLists()
                        .of(Dynamo.MAX_WRITES)
                        .onItem()
                        .transformToUni(keys -> dynamo.deleteAll(table, keys))
                        .merge(CONCURRENT_DELETES)
                        .collect()
                        .last())
                .map(ItemPage::next);
    }

    private Uni<ItemPage> items(long generation, String cursor, int limit) {
        return dynamo.scan(cursor, scan -> scan.tableName(table)
                .consistentRead(true)
                .limit(limit)
                .filterExpression("begins_with(pk, :generation)")
                .expressionAttributeValues(Map.of(":generation", s(prefix(generation)))));
    }

    private String prefix(long generation) {
        return model + "/" + generation + "/";
    }

    /** Returns the key without model and generation: owner and id. */
    private static String entryKey(Map<String, AttributeValue> item) {
        return string(item, PK).split("/", 3)[2] + "/" + string(item, SK);
    }

    private Map<String, AttributeValue> itemKey(long generation, String entryKey) {
        int id = entryKey.lastIndexOf('/') + 1;
        return key(partition(generation, entryKey.substring(0, id - 1)), entryKey.substring(id));
    }

    private static String digest(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> content = new TreeMap<>(item);
        content.remove(PK);
        return GenerationComparison.digest(content.toString());
    }

    /**
     * An item to put.
     *
     * @param sequence the sequence of the event that the attributes come from
     */
    public record Entry(String owner, String id, long sequence, Map<String, AttributeValue> attributes) {

        public Entry {
            attributes = Map.copyOf(attributes);
        }
    }
}
