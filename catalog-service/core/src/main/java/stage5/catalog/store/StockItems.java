package stage5.catalog.store;

import static stage5.kit.dynamo.Attributes.PK;
import static stage5.kit.dynamo.Attributes.SK;
import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.n;
import static stage5.kit.dynamo.Attributes.number;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;
import stage5.catalog.domain.Line;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.Stock;

/**
 * The item of a product's stock, apart from the product's own because orders change it all the time. It is in the
 * listings by popularity while the product is for sale; {@value Shelf#BY_SOLD} is {@code sold} as their sort key.
 */
public final class StockItems {

    /** The sort key of every stock's item. */
    public static final String STOCK = "STOCK";

    private static final String SUBJECT_PREFIX = "stock/";

    private StockItems() {}

    /** Returns the subject of a stock's events, which is the partition key of its item. */
    public static String subject(String sku) {
        return SUBJECT_PREFIX + sku;
    }

    /** Returns the key of a stock's item. */
    public static Map<String, AttributeValue> keyOf(String sku) {
        return key(subject(sku), STOCK);
    }

    /** Returns the sku that a stock's item is stored under. */
    public static String skuOf(Map<String, AttributeValue> item) {
        return string(item, PK).substring(SUBJECT_PREFIX.length());
    }

    /**
     * Returns the update that sets units aside. It holds only where enough are on hand of a product that is for sale;
     * it reads nothing first, so that orders for one hot product don't make each other's reading stale.
     */
    public static Consumer<Update.Builder> reserve(Line line) {
        return update -> update.key(keyOf(line.sku()))
                .updateExpression("SET onHand = onHand - :quantity, reserved = reserved + :quantity,"
                        + " #version = #version + :one")
                .conditionExpression("onHand >= :quantity AND attribute_exists(shelf)")
                .expressionAttributeNames(Map.of("#version", "version"))
                .expressionAttributeValues(Map.of(":quantity", n(line.quantity()), ":one", n(1)));
    }

    /** Returns the update that puts units which were set aside back on hand. */
    public static Consumer<Update.Builder> release(Line line) {
        return update -> update.key(keyOf(line.sku()))
                .updateExpression("SET onHand = onHand + :quantity, reserved = reserved - :quantity,"
                        + " #version = #version + :one")
                .conditionExpression("reserved >= :quantity")
                .expressionAttributeNames(Map.of("#version", "version"))
                .expressionAttributeValues(Map.of(":quantity", n(line.quantity()), ":one", n(1)));
    }

    /**
     * Returns the update that turns units which were set aside into sold ones. What can be ordered stays the same, and
     * with it the version.
     */
    public static Consumer<Update.Builder> sell(Line line) {
        return update -> update.key(keyOf(line.sku()))
                .updateExpression("SET reserved = reserved - :quantity, sold = sold + :quantity,"
                        + " bySold = bySold + :quantity")
                .conditionExpression("reserved >= :quantity")
                .expressionAttributeValues(Map.of(":quantity", n(line.quantity())));
    }

    /** Returns the update that writes a count, provided that what is on hand is still what was counted from. */
    static Consumer<Update.Builder> count(Stock before, Stock after) {
        return update -> update.key(keyOf(after.sku()))
                .updateExpression("SET onHand = :onHand, received = received + :more, #version = :version,"
                        + " #sequence = :sequence")
                .conditionExpression("#version = :before AND attribute_exists(shelf)")
                .expressionAttributeNames(Map.of("#version", "version", "#sequence", "sequence"))
                .expressionAttributeValues(Map.of(
                        ":onHand", n(after.onHand()),
                        ":more", n(after.received() - before.received()),
                        ":version", n(after.version()),
                        ":sequence", n(after.sequence()),
                        ":before", n(before.version())));
    }

    /** Returns the update that makes the stock follow its product onto a shelf, to another one, or off all of them. */
    static Consumer<Update.Builder> shelve(Product product) {
        if (product.forSale()) {
            return update -> update.key(keyOf(product.sku()))
                    .updateExpression("SET shelf = :all, category = :category")
                    .conditionExpression("attribute_exists(pk)")
                    .expressionAttributeValues(Map.of(":all", s(Shelf.ALL), ":category", s(product.category())));
        }
        return update -> update.key(keyOf(product.sku()))
                .updateExpression("REMOVE shelf, category")
                .conditionExpression("attribute_exists(pk)");
    }

    static Map<String, AttributeValue> item(Stock stock, Product product) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(PK, s(subject(stock.sku())));
        item.put(SK, s(STOCK));
        item.put("onHand", n(stock.onHand()));
        item.put("reserved", n(stock.reserved()));
        item.put("sold", n(stock.sold()));
        item.put("received", n(stock.received()));
        item.put("version", n(stock.version()));
        item.put("sequence", n(stock.sequence()));
        item.put(Shelf.SHELF, s(Shelf.ALL));
        item.put(Shelf.CATEGORY, s(product.category()));
        item.put(Shelf.BY_SOLD, n(stock.sold()));
        return item;
    }

    static Stock stock(Map<String, AttributeValue> item) {
        return new Stock(
                skuOf(item),
                number(item, "onHand"),
                number(item, "reserved"),
                number(item, "sold"),
                number(item, "received"),
                number(item, "version"),
                number(item, "sequence"));
    }
}
