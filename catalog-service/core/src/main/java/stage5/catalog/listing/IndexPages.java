package stage5.catalog.listing;

import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.catalog.domain.SortKey;
import stage5.catalog.domain.SortOrder;
import stage5.catalog.store.ListingAttributes;
import stage5.catalog.store.ProductItems;
import stage5.catalog.store.StockItems;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.store.EventStore;

/** Reads pages from the DynamoDB indexes of the listings: one index per combination of partition key and sort order. */
@ApplicationScoped
class IndexPages {

    private final Dynamo dynamo;
    private final String table;

    IndexPages(Dynamo dynamo, EventStore events) {
        this.dynamo = dynamo;
        this.table = events.table();
    }

    /** Completes with a page of the products for sale, of one category or of all. */
    Uni<SkuPage> page(ListingRequest request) {
        Index index = Index.of(request);
        return dynamo.query(query -> query.tableName(table)
                        .indexName(index.name())
                        .keyConditionExpression("#partition = :value")
                        .expressionAttributeNames(Map.of("#partition", index.partition()))
                        .expressionAttributeValues(Map.of(":value", s(index.value())))
                        .scanIndexForward(!request.sort().descending())
                        .limit(request.limit() + 1)
                        .exclusiveStartKey(request.after().map(index::key).orElse(null)))
                .map(found -> SkuPage.of(
                        request, found.items().stream().map(index::sortKey).toList()));
    }

    /** An index of the topology, and the mapping between its keys and {@linkplain SortKey sort keys}. */
    private record Index(String name, String partition, String value, SortOrder sort) {

        static Index of(ListingRequest request) {
            String order =
                    switch (request.sort()) {
                        case NAME -> "by-name";
                        case PRICE, PRICE_DESCENDING -> "by-price";
                        case POPULARITY -> "by-sold";
                    };
            return request.category()
                    .map(category ->
                            new Index("category-" + order, ListingAttributes.CATEGORY, category, request.sort()))
                    .orElseGet(() ->
                            new Index("all-" + order, ListingAttributes.SHELF, ListingAttributes.ALL, request.sort()));
        }

        String sortKey(Map<String, AttributeValue> item) {
            return switch (sort) {
                case NAME -> string(item, ListingAttributes.BY_NAME);
                case PRICE, PRICE_DESCENDING -> string(item, ListingAttributes.BY_PRICE);
                case POPULARITY -> SortKey.byNumber(number(item, ListingAttributes.BY_SOLD), StockItems.skuOf(item));
            };
        }

        Map<String, AttributeValue> key(String sortKey) {
            String sku = SortKey.sku(sortKey);
            Map<String, AttributeValue> key =
                    new HashMap<>(sort == SortOrder.POPULARITY ? StockItems.keyOf(sku) : ProductItems.keyOf(sku));
            key.put(partition, s(value));
            switch (sort) {
                case NAME -> key.put(ListingAttributes.BY_NAME, s(sortKey));
                case PRICE, PRICE_DESCENDING -> key.put(ListingAttributes.BY_PRICE, s(sortKey));
                case POPULARITY -> key.put(ListingAttributes.BY_SOLD, n(SortKey.number(sortKey)));
            }
            return key;
        }
    }
}
