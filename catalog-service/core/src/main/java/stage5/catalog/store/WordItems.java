package stage5.catalog.store;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.s;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.Words;

/**
 * Maps a product to its search word items, one per word of its name. A query by prefix finds the product. The items
 * repeat the attributes that a search filters and sorts by, so that a search reads no products; a change of the product
 * rewrites them. The category has another attribute name than in the product item: otherwise the words would be in the
 * listings.
 */
public final class WordItems {

    /** Attribute with the SKU of the product. */
    public static final String FOUND = "found";

    /** Attribute with the category of the product. */
    public static final String SECTION = "section";

    private WordItems() {}

    /** Returns the partition key of the items of a word. */
    public static String partition(String word) {
        return "word/" + Words.shard(word);
    }

    /** Returns the items of a product by primary key; none if it is not for sale. */
    static Map<Map<String, AttributeValue>, Map<String, AttributeValue>> of(Product product) {
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items = new HashMap<>();
        for (String word : product.words()) {
            Map<String, AttributeValue> key = key(partition(word), word + "#" + product.sku());
            Map<String, AttributeValue> item = new HashMap<>(ProductItems.sortKeys(product));
            item.put(PK, key.get(PK));
            item.put(SK, key.get(SK));
            item.put(FOUND, s(product.sku()));
            item.put(SECTION, s(product.category()));
            items.put(key, item);
        }
        return items;
    }
}
