package stage5.catalog.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.Stock;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.events.store.EventStore;

/** Reads products with their stock from DynamoDB, and prepares the transactions that change them. */
@ApplicationScoped
public class ProductStore {

    /** The label of a product item that is changed. */
    public static final String PRODUCT = "product";

    /** The label of the stock item in a change. */
    public static final String STOCK = "stock";

    private static final String WORD = "word";

    private final EventStore events;
    private final StockReader reader;

    ProductStore(EventStore events, StockReader reader) {
        this.events = events;
        this.reader = reader;
    }

    /** Completes with a product and its stock, for sale or retired; empty if no product ever had this SKU. */
    public Uni<Optional<ProductState>> find(String sku) {
        return findAll(List.of(sku)).map(found -> Optional.ofNullable(found.get(sku)));
    }

    /** Completes with the products and their stock by SKU, without SKUs that never existed. */
    public Uni<Map<String, ProductState>> findAll(Collection<String> skus) {
        List<Map<String, AttributeValue>> keys = skus.stream()
                .distinct()
                .flatMap(sku -> Stream.of(ProductItems.keyOf(sku), StockItems.keyOf(sku)))
                .toList();
        return reader.read(keys).map(ProductStore::states);
    }

    /** Completes with the stock of these products by SKU. */
    public Uni<Map<String, Stock>> stockOf(Collection<String> skus) {
        return reader.read(skus.stream().distinct().map(StockItems::keyOf).toList())
                .map(ProductStore::stocks);
    }

    /** Returns the label of a product item that is added: its condition fails if the SKU is taken. */
    public static String additionOf(String sku) {
        return ProductItems.subject(sku);
    }

    /** Returns a change that adds a product; its condition {@link #additionOf} fails if the SKU is taken. */
    public Change adding(ProductState added) {
        Change change = events.change()
                .put(additionOf(added.product().sku()), put -> put.item(ProductItems.item(added.product()))
                        .conditionExpression("attribute_not_exists(pk)"))
                .put(STOCK, put -> put.item(StockItems.item(added.stock(), added.product()))
                        .conditionExpression("attribute_not_exists(pk)"));
        WordItems.of(added.product()).values().forEach(item -> change.put(WORD, put -> put.item(item)));
        return change;
    }

    /**
     * Returns a change of a product, its search words and its stock's listing attributes. Its condition {@value
     * #PRODUCT} fails if the stored product has another version than {@code before}, and its condition {@value #STOCK} if
     * its stock has more buckets.
     */
    public Change changing(ProductState state, Product after) {
        Product before = state.product();
        Change change = events.change().put(PRODUCT, put -> put.item(ProductItems.item(after))
                .conditionExpression("#version = :before")
                .expressionAttributeNames(Map.of("#version", "version"))
                .expressionAttributeValues(Map.of(":before", AttributeValue.fromN(Long.toString(before.version())))));
        if (before.forSale() != after.forSale() || !before.category().equals(after.category())) {
            change.update(STOCK, StockItems.list(after, state.stock()));
        }
        if (before.forSale() != after.forSale()) {
            IntStream.range(1, state.stock().buckets().size())
                    .forEach(bucket -> change.update(STOCK, StockItems.list(after, bucket)));
        }
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> old = WordItems.of(before);
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> current = WordItems.of(after);
        old.keySet().stream()
                .filter(key -> !current.containsKey(key))
                .forEach(key -> change.delete(WORD, delete -> delete.key(key)));
        current.forEach((key, item) -> {
            if (!item.equals(old.get(key))) {
                change.put(WORD, put -> put.item(item));
            }
        });
        return change;
    }

    /**
     * Returns a change of the units on hand. Its condition {@value #STOCK} fails if the stored stock has another
     * version than {@code before}, or if the product is not for sale.
     */
    public Change counting(Stock before, Stock after) {
        Change change = events.change();
        StockItems.count(before, after).forEach(update -> change.update(STOCK, update));
        return change;
    }

    /**
     * Returns a change that adds empty buckets to a stock. Its condition {@value #STOCK} fails if the stored stock has
     * another number of buckets than {@code before}, or if the product is not for sale.
     *
     * @param buckets their number after the change
     */
    public Change splitting(Stock before, int buckets) {
        int size = before.buckets().size();
        Change change = events.change().update(STOCK, StockItems.split(before.sku(), size, buckets));
        IntStream.range(size, buckets)
                .forEach(bucket -> change.put(STOCK, put -> put.item(StockItems.emptyBucket(before.sku(), bucket))
                        .conditionExpression("attribute_not_exists(pk)")));
        return change;
    }

    /**
     * Moves units on hand between the buckets of a stock; completes with false and moves none if a bucket has too few of
     * them by now.
     *
     * @param changes of the units on hand by bucket; their sum is 0
     */
    public Uni<Boolean> transfer(String sku, Map<Integer, Long> changes) {
        Change change = events.change();
        changes.forEach((bucket, units) -> change.update(STOCK, StockItems.transfer(sku, bucket, units)));
        return write(change).replaceWith(true).onFailure(ConditionsFailed.class).recoverWithItem(false);
    }

    /** Completes once the change is committed; fails as {@link EventStore#commit} does. */
    public Uni<Void> commit(Change change) {
        return events.commit(change);
    }

    /** Returns one change with the items and events of several changes. */
    public Change together(Collection<Change> changes) {
        return changes.stream().reduce(events.change(), Change::addAll);
    }

    /** Completes once the change is written, without its events published; fails as {@link EventStore#write} does. */
    public Uni<Void> write(Change change) {
        return events.write(change);
    }

    /** Publishes the events of written changes; completes as {@link EventStore#publish} does. */
    public Uni<Void> publish(List<Event> written) {
        return events.publish(written);
    }

    private static Map<String, ProductState> states(List<Map<String, AttributeValue>> items) {
        Map<Boolean, List<Map<String, AttributeValue>>> ofStock =
                items.stream().collect(Collectors.partitioningBy(StockReader::isStock));
        Map<String, Stock> stocks = stocks(ofStock.get(true));
        Map<String, ProductState> states = new HashMap<>();
        for (Map<String, AttributeValue> item : ofStock.get(false)) {
            Product product = ProductItems.product(item);
            Stock stock = stocks.get(product.sku());
            if (stock == null) {
                // Both items are written in one transaction, but BatchGetItem is no transaction: it may see only one of
                // them while the product is being added.
                continue;
            }
            states.put(product.sku(), new ProductState(product, stock));
        }
        return states;
    }

    private static Map<String, Stock> stocks(List<Map<String, AttributeValue>> items) {
        Map<String, Stock> stocks = new HashMap<>();
        items.stream()
                .collect(Collectors.groupingBy(item -> StockItems.skuOf(item)))
                .forEach((sku, buckets) -> stocks.put(sku, StockItems.stock(buckets)));
        return stocks;
    }
}
