package stage5.catalog.store;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.Stock;
import stage5.catalog.domain.StockBucket;
import stage5.catalog.domain.StockMove;

/**
 * Maps the stock of a product to its items: the main item, and one for each further bucket. The main item is apart from the product item because every order changes it. While the
 * product is for sale, its stock is in the listings by popularity. Their sort key {@value ListingAttributes#BY_SOLD}
 * follows {@code sold} later ({@link SoldRanks}), because each change of it rewrites two index entries. The items of
 * further buckets have partition keys of their own, and no sort key of a listing.
 */
public final class StockItems {

    /** The DynamoDB sort key of every stock item. */
    public static final String STOCK = "STOCK";

    private static final String SUBJECT_PREFIX = "stock/";
    private static final String BUCKET_SEPARATOR = "/b";

    /** The number of buckets; the main item has it once the stock is split. */
    private static final String BUCKET_COUNT = "bucketCount";

    private StockItems() {}

    /** Returns the subject of a stock's events, which is also the partition key of its main item. */
    public static String subject(String sku) {
        return SUBJECT_PREFIX + sku;
    }

    /** Returns the partition key of a bucket's item. */
    public static String subject(String sku, int bucket) {
        return bucket == Stock.MAIN ? subject(sku) : subject(sku) + BUCKET_SEPARATOR + bucket;
    }

    /** Returns whether a partition key is that of a bucket's item. */
    public static boolean isSubject(String partition) {
        return partition.startsWith(SUBJECT_PREFIX);
    }

    /** Returns the primary key of a stock's main item. */
    public static Map<String, AttributeValue> keyOf(String sku) {
        return keyOf(sku, Stock.MAIN);
    }

    /** Returns the SKU of a stock's item. */
    public static String skuOf(Map<String, AttributeValue> item) {
        return skuOf(string(item, PK));
    }

    /** Returns the SKU in the partition key of a bucket's item; no SKU has a slash. */
    public static String skuOf(String partition) {
        return partition.split("/", 3)[1];
    }

    /**
     * Returns the update that moves units for orders in one of the buckets. Its condition fails if too few units are on
     * hand, or if units are to be reserved of a product that is not for sale. It compares no version: orders for one popular
     * product would otherwise make each other fail. The version increases if the units on hand change; selling reserved
     * units keeps it.
     *
     * <p>With one bucket the condition also fails if too few units are reserved. With more, an order may settle in another
     * bucket than it reserves in. To reserve in the main bucket fails if the number of buckets is another one: so a process
     * gets to know that the stock was split.
     *
     * @param buckets the number of the product's buckets, as far as the process knows
     */
    public static Consumer<Update.Builder> move(StockMove move, int bucket, int buckets) {
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
            if (bucket == Stock.MAIN) {
                conditions.add(hasBuckets(buckets, values));
            }
        } else {
            conditions.add("attribute_exists(pk)");
        }
        if (move.onHandChange() < 0) {
            conditions.add("onHand >= :needed");
            values.put(":needed", n(-move.onHandChange()));
        }
        if (move.settled() > 0 && buckets == 1) {
            conditions.add("reserved >= :settled");
            values.put(":settled", n(move.settled()));
        }
        if (move.sold() > 0) {
            changes.add("sold = sold + :sold");
            values.put(":sold", n(move.sold()));
        }
        return update -> update.key(keyOf(move.sku(), bucket))
                .updateExpression("SET " + String.join(", ", changes))
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(move.touchesOnHand() ? Map.of("#version", "version") : null)
                .expressionAttributeValues(values);
    }

    /**
     * Returns the updates that write a count, one of each bucket; the condition of one fails if the units on hand have
     * changed since {@code before} was read.
     */
    static List<Consumer<Update.Builder>> count(Stock before, Stock after) {
        return IntStream.range(0, after.buckets().size())
                .mapToObj(bucket -> count(
                        after,
                        bucket,
                        before.buckets().get(bucket),
                        after.buckets().get(bucket)))
                .toList();
    }

    private static Consumer<Update.Builder> count(Stock stock, int bucket, StockBucket before, StockBucket after) {
        Map<String, String> names = new HashMap<>(Map.of("#version", "version"));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":onHand", n(after.onHand()),
                ":more", n(after.received() - before.received()),
                ":version", n(after.version()),
                ":before", n(before.version())));
        String changes = "SET onHand = :onHand, received = received + :more, #version = :version";
        if (bucket == Stock.MAIN) {
            changes += ", #sequence = :sequence";
            names.put("#sequence", "sequence");
            values.put(":sequence", n(stock.sequence()));
        }
        String update = changes;
        return builder -> builder.key(keyOf(stock.sku(), bucket))
                .updateExpression(update)
                .conditionExpression("#version = :before AND attribute_exists(shelf)")
                .expressionAttributeNames(names)
                .expressionAttributeValues(values);
    }

    /**
     * Returns the update that adds units to a bucket, or takes them away if {@code units} is negative; then its condition
     * fails if fewer are on hand. The units come from other buckets, or go to them, in the same transaction.
     */
    static Consumer<Update.Builder> transfer(String sku, int bucket, long units) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":units", n(units), ":one", n(1)));
        if (units < 0) {
            values.put(":needed", n(-units));
        }
        return update -> update.key(keyOf(sku, bucket))
                .updateExpression(
                        "SET onHand = onHand + :units, received = received + :units, #version = #version + :one")
                .conditionExpression(units < 0 ? "onHand >= :needed" : "attribute_exists(pk)")
                .expressionAttributeNames(Map.of("#version", "version"))
                .expressionAttributeValues(values);
    }

    /**
     * Returns the update that sets the number of buckets of a product for sale; its condition fails if the number is no
     * longer {@code before}, or if the product is not for sale.
     */
    static Consumer<Update.Builder> split(String sku, int before, int after) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":after", n(after)));
        String condition = "attribute_exists(shelf) AND " + hasBuckets(before, values);
        return update -> update.key(keyOf(sku))
                .updateExpression("SET bucketCount = :after")
                .conditionExpression(condition)
                .expressionAttributeValues(values);
    }

    /** Returns the item of a further bucket of a product for sale, without units. */
    static Map<String, AttributeValue> emptyBucket(String sku, int bucket) {
        Map<String, AttributeValue> item = units(sku, bucket, new StockBucket(0, 0, 0, 0, 0));
        item.put(ListingAttributes.SHELF, s(ListingAttributes.ALL));
        return item;
    }

    /**
     * Returns the update of a stock's listing attributes after its product changed category, or was put on or off sale.
     * Its condition fails if the stock was split since {@code before} was read.
     */
    static Consumer<Update.Builder> list(Product product, Stock before) {
        Map<String, AttributeValue> values = new HashMap<>();
        String condition =
                "attribute_exists(pk) AND " + hasBuckets(before.buckets().size(), values);
        if (product.forSale()) {
            values.put(":all", s(ListingAttributes.ALL));
            values.put(":category", s(product.category()));
        }
        return update -> update.key(keyOf(product.sku()))
                .updateExpression(
                        product.forSale() ? "SET shelf = :all, category = :category" : "REMOVE shelf, category")
                .conditionExpression(condition)
                .expressionAttributeValues(values.isEmpty() ? null : values);
    }

    /** Returns the update of a further bucket after its product was put on or off sale. */
    static Consumer<Update.Builder> list(Product product, int bucket) {
        return update -> update.key(keyOf(product.sku(), bucket))
                .updateExpression(product.forSale() ? "SET shelf = :all" : "REMOVE shelf")
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeValues(product.forSale() ? Map.of(":all", s(ListingAttributes.ALL)) : null);
    }

    /** Returns the main item of a new product's stock. */
    static Map<String, AttributeValue> item(Stock stock, Product product) {
        Map<String, AttributeValue> item =
                units(stock.sku(), Stock.MAIN, stock.buckets().getFirst());
        item.put("sequence", n(stock.sequence()));
        item.put(ListingAttributes.SHELF, s(ListingAttributes.ALL));
        item.put(ListingAttributes.CATEGORY, s(product.category()));
        item.put(ListingAttributes.BY_SOLD, n(stock.sold()));
        return item;
    }

    /** Returns the keys of a stock's items besides this one; none if this is no main item, or the stock is not split. */
    static List<Map<String, AttributeValue>> furtherKeys(Map<String, AttributeValue> item) {
        return item.containsKey(BUCKET_COUNT)
                ? IntStream.range(1, Math.toIntExact(number(item, BUCKET_COUNT)))
                        .mapToObj(bucket -> keyOf(skuOf(item), bucket))
                        .toList()
                : List.of();
    }

    /** Returns the stock in its items, of which each bucket has one, in any order. */
    static Stock stock(Collection<Map<String, AttributeValue>> items) {
        List<Map<String, AttributeValue>> sorted = items.stream()
                .sorted(Comparator.comparingInt(StockItems::bucketOf))
                .toList();
        Map<String, AttributeValue> main = sorted.getFirst();
        return new Stock(
                skuOf(main),
                number(main, "sequence"),
                sorted.stream().map(StockItems::bucket).toList());
    }

    private static StockBucket bucket(Map<String, AttributeValue> item) {
        return new StockBucket(
                number(item, "onHand"),
                number(item, "reserved"),
                number(item, "sold"),
                number(item, "received"),
                number(item, "version"));
    }

    private static Map<String, AttributeValue> units(String sku, int bucket, StockBucket units) {
        Map<String, AttributeValue> item = new HashMap<>(keyOf(sku, bucket));
        item.put("onHand", n(units.onHand()));
        item.put("reserved", n(units.reserved()));
        item.put("sold", n(units.sold()));
        item.put("received", n(units.received()));
        item.put("version", n(units.version()));
        return item;
    }

    private static Map<String, AttributeValue> keyOf(String sku, int bucket) {
        return key(subject(sku, bucket), STOCK);
    }

    private static int bucketOf(Map<String, AttributeValue> item) {
        String partition = string(item, PK);
        String main = subject(skuOf(partition));
        return partition.equals(main)
                ? Stock.MAIN
                : Integer.parseInt(partition.substring(main.length() + BUCKET_SEPARATOR.length()));
    }

    /** Returns the condition that the main item has this number of buckets, and adds its values. */
    private static String hasBuckets(int buckets, Map<String, AttributeValue> values) {
        if (buckets == 1) {
            return "attribute_not_exists(bucketCount)";
        }
        values.put(":buckets", n(buckets));
        return "bucketCount = :buckets";
    }
}
