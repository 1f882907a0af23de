package stage5.local.meter;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/** Counts, since the start of the local cloud, what AWS would bill besides compute. Thread-safe. */
public final class UsageCounters {

    /** The counted quantities, and what each is counted by. */
    public enum Quantity {
        /** Read request units, by table. */
        READ_UNITS("readUnits"),
        /** Write request units, by table. */
        WRITE_UNITS("writeUnits"),
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

    private final Map<Quantity, Map<String, DoubleAdder>> counts = new EnumMap<>(Quantity.class);

    public UsageCounters() {
        for (Quantity quantity : Quantity.values()) {
            counts.put(quantity, new ConcurrentHashMap<>());
        }
    }

    /** Adds the amount to the counter of this quantity and name. */
    public void add(Quantity quantity, String name, double amount) {
        counts.get(quantity).computeIfAbsent(name, first -> new DoubleAdder()).add(amount);
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
