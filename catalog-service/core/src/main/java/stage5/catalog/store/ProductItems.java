package stage5.catalog.store;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductStatus;
import stage5.catalog.domain.SortKey;
import stage5.kit.web.money.Money;

/** Maps a product to its item, which has its data and, while it is for sale, its sort keys in the listings. */
public final class ProductItems {

    /** The DynamoDB sort key of every product item. */
    public static final String PRODUCT = "PRODUCT";

    private static final String SUBJECT_PREFIX = "product/";

    private ProductItems() {}

    /** Returns the subject of a product's events, which is also the partition key of its item. */
    public static String subject(String sku) {
        return SUBJECT_PREFIX + sku;
    }

    /** Returns the primary key of a product's item. */
    public static Map<String, AttributeValue> keyOf(String sku) {
        return key(subject(sku), PRODUCT);
    }

    /** Returns the SKU of a product's item. */
    public static String skuOf(Map<String, AttributeValue> item) {
        return string(item, PK).substring(SUBJECT_PREFIX.length());
    }

    static Map<String, AttributeValue> item(Product product) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(PK, s(subject(product.sku())));
        item.put(SK, s(PRODUCT));
        item.put("name", s(product.name()));
        item.put(ListingAttributes.CATEGORY, s(product.category()));
        item.put("description", s(product.description()));
        item.put("amount", n(product.price().amount()));
        item.put("currency", s(product.price().currency()));
        item.put("status", s(product.status().lowerCase()));
        item.put("version", n(product.version()));
        if (product.forSale()) {
            item.put(ListingAttributes.SHELF, s(ListingAttributes.ALL));
            item.putAll(sortKeys(product));
        }
        return item;
    }

    static Product product(Map<String, AttributeValue> item) {
        return new Product(
                skuOf(item),
                string(item, "name"),
                string(item, ListingAttributes.CATEGORY),
                string(item, "description"),
                new Money(number(item, "amount"), string(item, "currency")),
                ProductStatus.of(string(item, "status")),
                number(item, "version"));
    }

    /** Returns the sort keys of the listings by name and by price. An item without them is in neither listing. */
    static Map<String, AttributeValue> sortKeys(Product product) {
        return Map.of(
                ListingAttributes.BY_NAME, s(SortKey.byName(product.name(), product.sku())),
                ListingAttributes.BY_PRICE, s(SortKey.byNumber(product.price().amount(), product.sku())));
    }
}
