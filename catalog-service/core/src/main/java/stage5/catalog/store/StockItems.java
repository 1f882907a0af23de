package stage5.catalog.store;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.Stock;
import stage5.catalog.domain.StockMove;

/**
 * Maps the stock of a product to its item. It is apart from the product item because every order changes it. While the
 * product is for sale, its stock is in the listings by popularity. Their sort key {@value ListingAttributes#BY_SOLD}
 * follows {@code sold} later ({@link SoldRanks}), because each change of it rewrites two index entries.
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
     * Returns the update that moves units for orders. Its condition fails if too few units are on hand or reserved, or
     * if units are to be reserved of a product that is not for sale. It compares no version: orders for one popular
     * product would otherwise make each other fail. The version increases if the units on hand change; selling reserved
     * units keeps it.
     */
    public static Consumer<Update.Builder> move(StockMove move) {
        List<String> changes = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        Map<String, AttributeValue> values = new HashMap<>();
        changes.add("reserved = reserved + :reserved");
        values.put(":reserved", n(move.reservedChange()));
        if (move.touchesOnHand()) {
            changes.add("onHand = onHand + :onHand");
            changes.add("#version = #version + :one");
            values.put(":onHand", n(move.onHandChange()));
            values.put(":one", n(1));
        }
        if (move.reserved() > 0) {
            conditions.add("attribute_exists(shelf)");
        }
        if (move.onHandChange() < 0) {
            conditions.add("onHand >= :needed");
            values.put(":needed", n(-move.onHandChange()));
        }
        if (move.settled() > 0) {
            conditions.add("reserved >= :settled");
            values.put(":settled", n(move.settled()));
        }
        if (move.sold() > 0) {
            changes.add("sold = sold + :sold");
            values.put(":sold", n(move.sold()));
        }
        return update -> update.key(keyOf(move.sku()))
                .updateExpression("SET " + String.join(", ", changes))
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(move.touchesOnHand() ? Map.of("#version", "version") : null)
                .expressionAttributeValues(values);
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
