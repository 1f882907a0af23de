package stage5.topology;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The items that tools outside the services read from the services' tables: the consistency check, the filling of the
 * shop and the dead-letter commands.
 *
 * <p>A service's tables are private, and no contract document describes them. These tools need them all the same,
 * because an invariant includes what no API shows: an open order without a saga, units reserved without a reservation,
 * an event that was never published. So this class states each layout once. {@code StoredItemTests} in {@code
 * deploy/simulation} compares it with the items that the services' own code writes.
 */
public enum StoredItem {
    /** A product's units; the id is the SKU, or {@code SKU/bN} of the further bucket N of a product that is hot. */
    STOCK("catalog", "stock/", "STOCK", Attribute.ON_HAND, Attribute.RESERVED, Attribute.SOLD, Attribute.RECEIVED),
    /** An order's claim on stock, in the item of its first event; the id is the order's. */
    RESERVATION("catalog", "reservation/", "EVENT#0000000001", Attribute.STATUS),
    /** One event of an order; the id is the order's, and the sort key ends with the event's sequence. */
    ORDER_EVENT("orders", "order/", "EVENT#", Attribute.EVENT),
    /** The first event of an order; the id is the order's. Its item also has the saga of an order without another event. */
    FIRST_ORDER_EVENT("orders", "order/", "EVENT#0000000001", Attribute.EVENT, Attribute.DEADLINE_AT),
    /**
     * The steps that are left for an order whose charge was postponed or has to be voided; the id is the order's. Deleted once
     * no step is left.
     */
    SAGA("orders", "order/", "SAGA", Attribute.STATE, Attribute.DEADLINE_AT),
    /**
     * The time of a saga's next step; the id is the shard, and the sort key {@code MILLIS#ORDER#VERSION}. Deleted some time
     * after that version of the saga.
     */
    DUE_SAGA("orders", "DUE#", ""),
    /** The price of a product in order-service's price list; the id is the SKU. */
    PRICE("orders", "price/", "PRICE", Attribute.SKU),
    /** The state of a read model as JSON; the id is the model's name. */
    READ_MODEL("orders", "view/", "VIEW", Attribute.STATE),
    /**
     * An event of an order in its customer's history; the id is {@code GENERATION/CUSTOMER}, and the sort key {@code
     * MILLIS#ORDER#SEQUENCE}. The newest event shows the order.
     */
    ORDER_IN_HISTORY("order-view", "history/", "", Attribute.SEQUENCE, Attribute.STATUS, Attribute.EVENT),
    /** A confirmed order that Redis has not yet counted as sold; the id is the number of a shard. */
    UNCOUNTED_SALE("order-view", "sales-backlog/", "", Attribute.EVENT),
    /**
     * A mail to a customer; the id is that of the event that causes it. It has its own event, the attribute {@link
     * Attribute#EVENT}, once it is settled.
     */
    NOTIFICATION("notifications", "notification/", "EVENT#", Attribute.STATUS),
    /**
     * An event that is not published yet; the id is the shard. Each service keeps these items in the table with its
     * events.
     */
    OUTBOX(null, "OUTBOX#", ""),
    /**
     * The last failure of a message; the id is {@code QUEUE#MESSAGE_ID}. Each service keeps these items in the table
     * with its events.
     */
    FAILURE(
            null,
            "FAILURE#",
            "FAILURE",
            Attribute.FAILURE,
            Attribute.REASON,
            Attribute.TRACE_ID,
            Attribute.FAILED_AT,
            Attribute.FAILURES);

    /** The names of the attributes. */
    public static final class Attribute {
        public static final String ON_HAND = "onHand";
        public static final String RESERVED = "reserved";
        public static final String SOLD = "sold";
        public static final String RECEIVED = "received";
        public static final String STATUS = "status";
        public static final String STATE = "state";
        public static final String EVENT = "event";
        public static final String SEQUENCE = "sequence";
        public static final String SKU = "sku";
        /** When the saga ends at the latest, in epoch milliseconds. */
        public static final String DEADLINE_AT = "deadlineAt";
        /** The class of the failure. */
        public static final String FAILURE = "failure";

        public static final String REASON = "reason";
        public static final String TRACE_ID = "traceId";
        /** ISO 8601. */
        public static final String FAILED_AT = "failedAt";
        /** How often the message has failed. */
        public static final String FAILURES = "failures";

        private Attribute() {}
    }

    /** The most shards that an outbox can have. */
    public static final int MAX_OUTBOX_SHARDS = 32;

    /** The most shards that the due sagas can have. */
    public static final int MAX_SAGA_SHARDS = 128;

    /** The number of hash slots among which order-service spreads its sales counters. */
    private static final int SALES_SHARDS = 8;

    private final String table;
    private final String partitionPrefix;
    private final String sortPrefix;
    private final List<String> attributes;

    StoredItem(String table, String partitionPrefix, String sortPrefix, String... attributes) {
        this.table = table;
        this.partitionPrefix = partitionPrefix;
        this.sortPrefix = sortPrefix;
        this.attributes = List.of(attributes);
    }

    /**
     * Returns the keys of the Redis sorted sets that hold the units sold by SKU, each SKU in one of them: order-service's read
     * model of sales.
     *
     * @param generation the generation of the read model
     */
    public static List<String> bestsellersKeys(long generation) {
        return IntStream.range(0, SALES_SHARDS)
                .mapToObj(shard -> "{sales:" + shard + "}:" + generation + ":bestsellers")
                .toList();
    }

    /** Returns the partition key of the events of an outbox shard that can't be published, each with the reason. */
    public static String setAsidePartition(int shard) {
        return "ASIDE#" + shard;
    }

    /** Returns the name of the table; null if the items are in several tables. */
    public String table() {
        return table;
    }

    /** Returns the partition key of the item with the given id. */
    public String partition(String id) {
        return partitionPrefix + id;
    }

    /** Returns the sort key, or the prefix that all sort keys of this kind of item share. */
    public String sort() {
        return sortPrefix;
    }

    /** Returns the id in a partition key of this kind of item. */
    public String id(String partition) {
        return partition.substring(partitionPrefix.length());
    }

    /** Returns whether an item with the given keys is of this kind. */
    public boolean matches(String partition, String sort) {
        return partition.startsWith(partitionPrefix) && sort.startsWith(sortPrefix);
    }

    /** Returns the attributes that each item of this kind has and that the tools read. */
    public List<String> attributes() {
        return attributes;
    }
}
