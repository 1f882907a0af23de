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
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.Stock;

/**
 * Maps the stock of a product to its item. It is apart from the product item because every order changes it. While the
 * product is for sale, its stock is in the listings by popularity: their sort key {@value ListingAttributes#BY_SOLD}
 * repeats {@code sold}.
 */
public final class StockItems {

    /** The DynamoDB sort key of every stock item. */
    public static final String STOCK = "STOCK";

    private static final String SUBJECT_PREFIX = "stock/";

    private StockItems() {}

    /** Returns the subject of a stock's events, which is also the partition key of its item. */
    public static String subject(String sku) {
        return SUBJECT_PREFIX + sku;
    }

    /** Returns the primary key of a stock's item. */
    public static Map<String, AttributeValue> keyOf(String sku) {
        return key(subject(sku), STOCK);
    }

    /** Returns the SKU of a stock's item. */
    public static String skuOf(Map<String, AttributeValue> item) {
        return string(item, PK).substring(SUBJECT_PREFIX.length());
    }

    /**
     * Returns the update that reserves units. Its condition fails if too few are on hand or the product is not for
     * sale. It compares no version: orders for one popular product would otherwise make each other fail.
     */
    public static Consumer<Update.Builder> reserve(ReservationLine line) {
        return update -> update.key(keyOf(line.sku()))
                .updateExpression("SET onHand = onHand - :quantity, reserved = reserved + :quantity,"
                        + " #version = #version + :one")
                .conditionExpression("onHand >= :quantity AND attribute_exists(shelf)")
                .expressionAttributeNames(Map.of("#version", "version"))
                .expressionAttributeValues(Map.of(":quantity", n(line.quantity()), ":one", n(1)));
    }

    /** Returns the update that releases reserved units: they are on hand again. */
    public static Consumer<Update.Builder> release(ReservationLine line) {
        return update -> update.key(keyOf(line.sku()))
                .updateExpression("SET onHand = onHand + :quantity, reserved = reserved - :quantity,"
                        + " #version = #version + :one")
                .conditionExpression("reserved >= :quantity")
                .expressionAttributeNames(Map.of("#version", "version"))
                .expressionAttributeValues(Map.of(":quantity", n(line.quantity()), ":one", n(1)));
    }

    /**
     * Returns the update that marks reserved units as sold. The units on hand do not change, so the version stays the
     * same.
     */
    public static Consumer<Update.Builder> sell(ReservationLine line) {
        return update -> update.key(keyOf(line.sku()))
                .updateExpression("SET reserved = reserved - :quantity, sold = sold + :quantity,"
                        + " bySold = bySold + :quantity")
                .conditionExpression("reserved >= :quantity")
                .expressionAttributeValues(Map.of(":quantity", n(line.quantity())));
    }

    /**
     * Returns the update that writes a count; its condition fails if the stock has changed since {@code before} was
     * read.
     */
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

    /**
     * Returns the update of a stock's listing attributes after its product changed category, or was put on or off sale.
     */
    static Consumer<Update.Builder> list(Product product) {
        if (product.forSale()) {
            return update -> update.key(keyOf(product.sku()))
                    .updateExpression("SET shelf = :all, category = :category")
                    .conditionExpression("attribute_exists(pk)")
                    .expressionAttributeValues(
                            Map.of(":all", s(ListingAttributes.ALL), ":category", s(product.category())));
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
        item.put(ListingAttributes.SHELF, s(ListingAttributes.ALL));
        item.put(ListingAttributes.CATEGORY, s(product.category()));
        item.put(ListingAttributes.BY_SOLD, n(stock.sold()));
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
