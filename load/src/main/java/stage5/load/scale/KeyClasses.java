package stage5.load.scale;

import java.util.List;
import java.util.Map;
import stage5.load.scale.Growth.NotAtAll;
import stage5.load.scale.Growth.OverBuckets;
import stage5.load.scale.Growth.OverShards;
import stage5.load.scale.Growth.ReadBySchedule;
import stage5.load.scale.Growth.WithAllOrders;
import stage5.load.scale.Growth.WithEachProduct;
import stage5.load.scale.Growth.WithItsProduct;
import stage5.load.scale.Growth.WithTime;

/** States how each class of partition keys of the five services grows. The first class that matches counts. */
final class KeyClasses {

    static final String OUTBOX_SHARDS = "stage5.outbox.shards";
    static final String SAGA_SHARDS = "stage5.saga.shards";

    private static final int DEFAULT_OUTBOX_SHARDS = 4;
    private static final int DEFAULT_SAGA_SHARDS = 2;

    /** The partitions of order-service's {@code SalesBacklog}. */
    private static final int BACKLOG_SHARDS = 16;

    static final String STOCK_BUCKETS = "stage5.catalog.stock-buckets.max";

    private static final int DEFAULT_STOCK_BUCKETS = 32;

    /**
     * Of an item that is in some 50 transactions a second, each of two units: with more, so many conflict that the stock is
     * split.
     */
    private static final double UNITS_OF_A_HOT_BUCKET = 100;

    /** The default of {@code stage5.catalog.popularity.interval}. */
    private static final double RANK_INTERVAL_SECONDS = 60;

    /** A changed sort key deletes an entry of the index and writes another. */
    private static final double UNITS_OF_A_RANK = 2;

    /** A key of no class is assumed to take part in every order, which is the worst case. */
    static final KeyClass UNKNOWN =
            KeyClass.of("unknown", ".*", ".*", new WithAllOrders(), "no class matches, so the worst case is assumed");

    static final KeyClass SCANS = KeyClass.of(
            "no single key",
            ".*",
            ".*",
            new WithTime(),
            "scans of maintenance read all keys; of an index entry that a transaction removes the meter knows no key");

    static final List<KeyClass> ALL = List.of(
            KeyClass.of(
                    "outbox",
                    "[a-z-]+",
                    "OUTBOX#\\d+",
                    new ReadBySchedule(new OverShards(OUTBOX_SHARDS, DEFAULT_OUTBOX_SHARDS)),
                    "the shard is a hash of the event's subject; sweeps read each shard at any rate"),
            KeyClass.of(
                    "due sagas",
                    "orders",
                    "DUE#\\d+",
                    new ReadBySchedule(new OverShards(SAGA_SHARDS, DEFAULT_SAGA_SHARDS)),
                    "the shard is a hash of the order's id; wake-ups read each shard at any rate"),
            KeyClass.of(
                    "listing by popularity",
                    "catalog/(all|category)-by-sold",
                    ".*",
                    new WithEachProduct(RANK_INTERVAL_SECONDS, UNITS_OF_A_RANK),
                    "the rank of a sold product changes at most once in stage5.catalog.popularity.interval"),
            KeyClass.of(
                    "listing of all products",
                    "catalog/all-by-[a-z]+",
                    ".*",
                    new WithAllOrders(),
                    "all products are in one partition, so every write by an order is on one key"),
            KeyClass.of(
                    "listing of a category",
                    "catalog/category-by-[a-z]+",
                    ".*",
                    new WithAllOrders(),
                    "a category may have most of the demand, so the worst case is assumed"),
            KeyClass.of(
                    "stock of a product",
                    "catalog",
                    "stock/.+",
                    new OverBuckets(STOCK_BUCKETS, DEFAULT_STOCK_BUCKETS, UNITS_OF_A_HOT_BUCKET),
                    "each order of the product reserves and sells it; the stock is split while its buckets are hot"),
            KeyClass.of(
                    "product",
                    "catalog",
                    "product/.+",
                    new WithItsProduct(),
                    "pages of the product read it, if they are not cached"),
            KeyClass.of(
                    "search word",
                    "catalog",
                    "word/.+",
                    new WithItsProduct(),
                    "written with the product, read by searches"),
            KeyClass.of("reservation", "catalog", "reservation/.+", new NotAtAll(), "one order"),
            KeyClass.of("price", "orders", "price/.+", new WithItsProduct(), "each order of the product reads it"),
            KeyClass.of("order and saga", "orders", "order/.+", new NotAtAll(), "one order"),
            KeyClass.of(
                    "history of a customer",
                    "order-view",
                    "history/.+",
                    new NotAtAll(),
                    "the orders of one customer, who does not order faster in a larger shop"),
            KeyClass.of(
                    "sales that Redis lacks",
                    "order-view",
                    "sales-backlog/.+",
                    new ReadBySchedule(new OverShards(null, BACKLOG_SHARDS)),
                    "its keys take every sale while Redis is down; processes look for such sales at any rate"),
            KeyClass.of(
                    "sales that cannot be read",
                    "order-view",
                    "sales-set-aside",
                    new NotAtAll(),
                    "events that a defect has made"),
            KeyClass.of(
                    "read model",
                    "[a-z-]+",
                    "view/.+",
                    new WithTime(),
                    "its state is read by each process now and then"),
            KeyClass.of("lease", "[a-z-]+", "LEASE#.+", new WithTime(), "renewed by a schedule"),
            KeyClass.of("failed message", "[a-z-]+", "FAILURE#.+", new NotAtAll(), "one message"),
            KeyClass.of("account", "users", "(user|email)/.+", new NotAtAll(), "one customer"),
            KeyClass.of("mail", "notifications", "notification/.+", new NotAtAll(), "one event"),
            KeyClass.of(
                    "mails of a customer",
                    "notifications",
                    "(mails/|customer/|WAITING#).+",
                    new NotAtAll(),
                    "the contact and the mails of one customer"));

    /**
     * The numbers of shards for 5,000 orders a second. An outbox takes some six write units an order, a due saga three, and
     * three more each time that its charge is postponed.
     */
    static final Map<String, Integer> SHARDS_AT_5000 = Map.of(OUTBOX_SHARDS, 32, SAGA_SHARDS, 128);

    private KeyClasses() {}

    /** Returns the class of a key. */
    static KeyClass of(KeyUsage usage) {
        if (usage.key() == null) {
            return SCANS;
        }
        return ALL.stream().filter(one -> one.has(usage)).findFirst().orElse(UNKNOWN);
    }
}
