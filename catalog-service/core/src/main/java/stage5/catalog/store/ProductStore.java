package stage5.catalog.store;

import static stage5.kit.dynamo.Attributes.SK;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.Stock;
import stage5.kit.store.Change;
import stage5.kit.store.EventStore;

/** Products and their stock in DynamoDB. */
@ApplicationScoped
public class ProductStore {

    /** The label of a product's item in a change. */
    public static final String PRODUCT = "product";

    /** The label of a stock's item in a change. */
    public static final String STOCK = "stock";

    private static final String WORD = "word";

    private final EventStore events;
    private final BatchReader reader;

    ProductStore(EventStore events, BatchReader reader) {
        this.events = events;
        this.reader = reader;
    }

    /** Returns a product and its stock as they are now, for sale or not; empty if there never was one. */
    public Uni<Optional<ProductState>> find(String sku) {
        return findAll(List.of(sku)).map(found -> Optional.ofNullable(found.get(sku)));
    }

    /** Returns the products with these skus and their stock as they are now, by sku; without those that never were. */
    public Uni<Map<String, ProductState>> findAll(Collection<String> skus) {
        List<Map<String, AttributeValue>> keys = skus.stream()
                .distinct()
                .flatMap(sku -> Stream.of(ProductItems.keyOf(sku), StockItems.keyOf(sku)))
                .toList();
        return reader.read(keys).map(ProductStore::states);
    }

    /** Returns the stock of these products as it is now, by sku. */
    public Uni<Map<String, Stock>> stockOf(Collection<String> skus) {
        return reader.read(skus.stream().distinct().map(StockItems::keyOf).toList())
                .map(items -> {
                    Map<String, Stock> stocks = new HashMap<>();
                    items.forEach(item -> stocks.put(StockItems.skuOf(item), StockItems.stock(item)));
                    return stocks;
                });
    }

    /** Returns a change that adds a product; its condition {@value #PRODUCT} fails where the sku is taken. */
    public Change adding(ProductState added) {
        Change change = events.change()
                .put(PRODUCT, put -> put.item(ProductItems.item(added.product()))
                        .conditionExpression("attribute_not_exists(pk)"))
                .put(STOCK, put -> put.item(StockItems.item(added.stock(), added.product()))
                        .conditionExpression("attribute_not_exists(pk)"));
        WordItems.of(added.product()).values().forEach(item -> change.put(WORD, put -> put.item(item)));
        return change;
    }

    /**
     * Returns a change of a product and of everything that follows it; its condition {@value #PRODUCT} fails where the
     * product is no longer {@code before}.
     */
    public Change changing(Product before, Product after) {
        Change change = events.change().put(PRODUCT, put -> put.item(ProductItems.item(after))
                .conditionExpression("#version = :before")
                .expressionAttributeNames(Map.of("#version", "version"))
                .expressionAttributeValues(Map.of(":before", AttributeValue.fromN(Long.toString(before.version())))));
        if (before.forSale() != after.forSale() || !before.category().equals(after.category())) {
            change.update(STOCK, StockItems.shelve(after));
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
     * Returns a change of what is on hand; its condition {@value #STOCK} fails where the stock is no longer
     * {@code before}, or the product no longer for sale.
     */
    public Change counting(Stock before, Stock after) {
        return events.change().update(STOCK, StockItems.count(before, after));
    }

    private static Map<String, ProductState> states(List<Map<String, AttributeValue>> items) {
        List<Product> products = new ArrayList<>();
        Map<String, Stock> stocks = new HashMap<>();
        for (Map<String, AttributeValue> item : items) {
            if (item.get(SK).s().equals(StockItems.STOCK)) {
                stocks.put(StockItems.skuOf(item), StockItems.stock(item));
            } else {
                products.add(ProductItems.product(item));
            }
        }
        Map<String, ProductState> states = new HashMap<>();
        for (Product product : products) {
            Stock stock = stocks.get(product.sku());
            if (stock == null) {
                // Written in one transaction, but a batch is not read in one: the product was added in between.
                continue;
            }
            states.put(product.sku(), new ProductState(product, stock));
        }
        return states;
    }
}
