package stage5.local.meter;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/** Counts, since the start of the local cloud or the last reset, what AWS would bill besides compute. Thread-safe. */
public final class UsageCounters {

    /** The counted quantities, and what each is counted by. */
    public enum Quantity {
        /** Read request units, by table. */
        READ_UNITS("readUnits"),
        /** Write request units, by table. */
        WRITE_UNITS("writeUnits"),
        /** Calls of DynamoDB, by table and operation; the tables of one call are joined by a plus sign. */
        DYNAMODB_CALLS("dynamodbCalls"),
        /** Calls of SNS, by topic and action. */
        SNS_CALLS("snsCalls"),
        /** Calls of SQS, by queue and action. */
        SQS_CALLS("sqsCalls"),
        /** Publish requests in units of 64 KB, by topic. */
        PUBLISHES("publishes"),
        /** Messages delivered by SNS, by queue. */
        DELIVERIES("deliveries"),
        /** Bytes of uncompressed OTLP spans, by service. */
        SPAN_BYTES("spanBytes"),
        /** Traces, by the service of the root span. */
        TRACES("traces");

        private final String label;

        Quantity(String label) {
            this.label = label;
        }
    }

    /** The keys of 50,000 need some 10 MB. */
    private static final int KEPT_KEYS = 50_000;

    private final Map<Quantity, Map<String, DoubleAdder>> counts = new EnumMap<>(Quantity.class);

    private final PartitionKeyCounters partitionKeys = new PartitionKeyCounters(KEPT_KEYS);

    public UsageCounters() {
        for (Quantity quantity : Quantity.values()) {
            counts.put(quantity, new ConcurrentHashMap<>());
        }
    }

    /** Adds the amount to the counter of this quantity and name. */
    public void add(Quantity quantity, String name, double amount) {
        counts.get(quantity).computeIfAbsent(name, first -> new DoubleAdder()).add(amount);
    }

    /** Counts a call: an operation on a table, a topic or a queue. */
    public void addCall(Quantity quantity, String resource, String operation) {
        add(quantity, resource + " " + operation, 1);
    }

    /** Returns the counters of the capacity by partition key. */
    public PartitionKeyCounters partitionKeys() {
        return partitionKeys;
    }

    /** Sets all counters to zero. */
    public void reset() {
        counts.values().forEach(Map::clear);
        partitionKeys.reset();
    }

    /** Returns all counts so far, by quantity and name. */
    public Map<String, Map<String, Double>> totals() {
        Map<String, Map<String, Double>> totals = new TreeMap<>();
        counts.forEach((quantity, byName) -> {
            Map<String, Double> sums = new TreeMap<>();
            byName.forEach((name, sum) -> sums.put(name, sum.sum()));
            totals.put(quantity.label, sums);
        });
        return totals;
    }
}
