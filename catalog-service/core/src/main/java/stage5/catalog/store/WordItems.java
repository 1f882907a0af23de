package stage5.catalog.store;

import static stage5.kit.dynamo.Attributes.PK;
import static stage5.kit.dynamo.Attributes.SK;
import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.s;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.Words;

/**
 * One item for each word of each product's name, so that a prefix of the word finds the product. They carry what a
 * search filters and sorts by, so that it reads no products, and are therefore rewritten with them. The category stands
 * in an attribute of another name than the product's, or the words would turn up in the listings.
 */
public final class WordItems {

    /** The attribute with the sku of the product that the word leads to. */
    public static final String FOUND = "found";

    /** The attribute with the category of that product. */
    public static final String SECTION = "section";

    private WordItems() {}

    /** Returns the partition that holds the words which begin as this one does. */
    public static String partition(String word) {
        return "word/" + Words.shard(word);
    }

    /** Returns the items of a product by their keys; none if it is not for sale. */
    static Map<Map<String, AttributeValue>, Map<String, AttributeValue>> of(Product product) {
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items = new HashMap<>();
        for (String word : product.words()) {
            Map<String, AttributeValue> key = key(partition(word), word + "#" + product.sku());
            Map<String, AttributeValue> item = new HashMap<>(ProductItems.places(product));
            item.put(PK, key.get(PK));
            item.put(SK, key.get(SK));
            item.put(FOUND, s(product.sku()));
            item.put(SECTION, s(product.category()));
            items.put(key, item);
        }
        return items;
    }
}
