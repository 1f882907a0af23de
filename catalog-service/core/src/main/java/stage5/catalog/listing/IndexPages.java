package stage5.catalog.listing;

import static stage5.kit.dynamo.Attributes.n;
import static stage5.kit.dynamo.Attributes.number;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.catalog.domain.SortKey;
import stage5.catalog.domain.SortOrder;
import stage5.catalog.store.ProductItems;
import stage5.catalog.store.Shelf;
import stage5.catalog.store.StockItems;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.store.EventStore;

/** Pages of the lists that DynamoDB keeps in order, one index for each combination of partition and sort key. */
@ApplicationScoped
class IndexPages {

    private final Dynamo dynamo;
    private final String table;

    IndexPages(Dynamo dynamo, EventStore events) {
        this.dynamo = dynamo;
        this.table = events.table();
    }

    /** Returns a page of the products for sale, of one category or of all. */
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
                .map(found -> Places.page(
                        request, found.items().stream().map(index::place).toList()));
    }

    /** An index of the topology, and how its keys are read as places. */
    private record Index(String name, String partition, String value, SortOrder sort) {

        static Index of(ListingRequest request) {
            String order =
                    switch (request.sort()) {
                        case NAME -> "by-name";
                        case PRICE, PRICE_DESCENDING -> "by-price";
                        case POPULARITY -> "by-sold";
                    };
            return request.category()
                    .map(category -> new Index("category-" + order, Shelf.CATEGORY, category, request.sort()))
                    .orElseGet(() -> new Index("all-" + order, Shelf.SHELF, Shelf.ALL, request.sort()));
        }

        String place(Map<String, AttributeValue> item) {
            return switch (sort) {
                case NAME -> string(item, Shelf.BY_NAME);
                case PRICE, PRICE_DESCENDING -> string(item, Shelf.BY_PRICE);
                case POPULARITY -> SortKey.byNumber(number(item, Shelf.BY_SOLD), StockItems.skuOf(item));
            };
        }

        Map<String, AttributeValue> key(String place) {
            String sku = SortKey.sku(place);
            Map<String, AttributeValue> key =
                    new HashMap<>(sort == SortOrder.POPULARITY ? StockItems.keyOf(sku) : ProductItems.keyOf(sku));
            key.put(partition, s(value));
            switch (sort) {
                case NAME -> key.put(Shelf.BY_NAME, s(place));
                case PRICE, PRICE_DESCENDING -> key.put(Shelf.BY_PRICE, s(place));
                case POPULARITY -> key.put(Shelf.BY_SOLD, n(SortKey.number(place)));
            }
            return key;
        }
    }
}
