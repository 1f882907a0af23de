package stage5.catalog.store;

import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.store.EventStore;

/**
 * The ranks of products in the listings by popularity: {@value ListingAttributes#BY_SOLD} of their stock items, which
 * is {@code sold} of all buckets as of {@value #RANKED_AT}, in epoch milliseconds.
 */
@ApplicationScoped
public class SoldRanks {

    private static final String RANKED_AT = "rankedAt";

    private final StockReader reader;
    private final Dynamo dynamo;
    private final String table;

    SoldRanks(StockReader reader, Dynamo dynamo, EventStore events) {
        this.reader = reader;
        this.dynamo = dynamo;
        this.table = events.table();
    }

    /** Completes with the ranks of the products that exist. */
    public Uni<List<SoldRank>> read(Collection<String> skus) {
        return reader.read(skus.stream().map(StockItems::keyOf).toList())
                .map(items ->
                        items.stream().collect(Collectors.groupingBy(item -> StockItems.skuOf(item))).values().stream()
                                .map(SoldRanks::rank)
                                .toList());
    }

    /**
     * Completes once the product is listed by the units sold as they were read. Does nothing if another process has changed the
     * rank since it was read.
     */
    public Uni<Void> raise(SoldRank seen, Instant now) {
        return dynamo.call(c -> c.updateItem(update -> update.tableName(table)
                        .key(StockItems.keyOf(seen.sku()))
                        .updateExpression("SET bySold = :sold, rankedAt = :now")
                        .conditionExpression("bySold = :seen")
                        .expressionAttributeValues(Map.of(
                                ":sold", n(seen.sold()), ":now", n(now.toEpochMilli()), ":seen", n(seen.ranked())))))
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static SoldRank rank(List<Map<String, AttributeValue>> items) {
        Map<String, AttributeValue> main = items.stream()
                .filter(item -> item.containsKey(ListingAttributes.BY_SOLD))
                .findFirst()
                .orElseThrow();
        return new SoldRank(
                StockItems.skuOf(main),
                items.stream().mapToLong(item -> number(item, "sold")).sum(),
                number(main, ListingAttributes.BY_SOLD),
                main.containsKey(RANKED_AT) ? Instant.ofEpochMilli(number(main, RANKED_AT)) : Instant.EPOCH);
    }

    /**
     * The rank of a product.
     *
     * @param sold units sold until now
     * @param ranked units sold by which the product is listed
     * @param rankedAt when {@code ranked} was written; the epoch if it was never
     */
    public record SoldRank(String sku, long sold, long ranked, Instant rankedAt) {}
}
