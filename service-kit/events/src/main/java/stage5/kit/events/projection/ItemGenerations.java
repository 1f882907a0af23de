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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.ItemPage;

/** The generations of an {@link ItemReadModel}, whose items are somebody's each: {@code model/generation/owner id}. */
public final class ItemGenerations {

    /** As many as DynamoDB looks up at once. */
    private static final int PAGE = 100;

    private static final int CONCURRENCY = 16;

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

    /** Returns the partition of all that a generation has of one owner. */
    public String partition(long generation, String owner) {
        return prefix(generation) + owner;
    }

    /** Returns whether the item was put: not where the one that is there came of this event, or of a later one. */
    public Uni<Boolean> put(
            long generation, String owner, String id, long sequence, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.putAll(key(partition(generation, owner), id));
        item.put(SEQUENCE, n(sequence));
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk) OR #sequence < :sequence")
                        .expressionAttributeNames(Map.of("#sequence", SEQUENCE))
                        .expressionAttributeValues(Map.of(":sequence", n(sequence)))))
                .replaceWith(true)
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithItem(false);
    }

    /** Returns as {@link ReadModel#entries} does. */
    public Uni<EntryPage> entries(long generation, String cursor) {
        return items(generation, cursor)
                .map(page -> new EntryPage(
                        page.items().stream()
                                .collect(Collectors.toMap(ItemGenerations::entryKey, ItemGenerations::digest)),
                        page.next()));
    }

    /** Returns as {@link ReadModel#digests} does. */
    public Uni<Map<String, String>> digests(long generation, Collection<String> keys) {
        return Multi.createFrom()
                .iterable(keys)
                .map(key -> itemKey(generation, key))
                .group()
                .intoLists()
                .of(PAGE)
                .onItem()
                .transformToUniAndConcatenate(some -> dynamo.getAll(table, some, true))
                .onItem()
                .<Map<String, AttributeValue>>disjoint()
                .collect()
                .asMap(ItemGenerations::entryKey, ItemGenerations::digest);
    }

    /** Returns as {@link ReadModel#drop} does. */
    public Uni<Boolean> drop(long generation) {
        return dropFrom(generation, null).replaceWith(true);
    }

    private Uni<Void> dropFrom(long generation, String cursor) {
        return items(generation, cursor)
                .call(page -> Multi.createFrom()
                        .iterable(page.items())
                        .onItem()
                        .transformToUni(item -> dynamo.call(c -> c.deleteItem(
                                delete -> delete.tableName(table).key(Map.of(PK, item.get(PK), SK, item.get(SK))))))
                        .merge(CONCURRENCY)
                        .collect()
                        .last())
                .chain(page -> page.next() == null ? Uni.createFrom().voidItem() : dropFrom(generation, page.next()));
    }

    private Uni<ItemPage> items(long generation, String cursor) {
        return dynamo.scan(cursor, scan -> scan.tableName(table)
                .consistentRead(true)
                .limit(PAGE)
                .filterExpression("begins_with(pk, :generation)")
                .expressionAttributeValues(Map.of(":generation", s(prefix(generation)))));
    }

    private String prefix(long generation) {
        return model + "/" + generation + "/";
    }

    /** Returns what the item's keys are without its generation: owner and id. */
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
}
