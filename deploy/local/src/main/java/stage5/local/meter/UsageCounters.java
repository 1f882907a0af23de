package stage5.local.meter;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/** Counts, since the start of the local cloud, what AWS would bill the shop for besides compute. Any thread may add. */
public final class UsageCounters {

    /** What is counted, and of what each. */
    public enum Quantity {
        /** Read request units, by table. */
        READ_UNITS("readUnits"),
        /** Write request units, by table. */
        WRITE_UNITS("writeUnits"),
        /** Publishes in chunks of 64 KB, by topic. */
        PUBLISHES("publishes"),
        /** Messages that SNS has delivered, by queue. */
        DELIVERIES("deliveries"),
        /** Bytes of spans as OTLP carries them, not compressed, by service. */
        SPAN_BYTES("spanBytes"),
        /** Traces that a service has begun. */
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

    /** Counts so much more of it. */
    public void add(Quantity quantity, String of, double amount) {
        counts.get(quantity).computeIfAbsent(of, first -> new DoubleAdder()).add(amount);
    }

    /** Returns all counts so far, by quantity and by what they are of. */
    public Map<String, Map<String, Double>> totals() {
        Map<String, Map<String, Double>> readings = new TreeMap<>();
        counts.forEach((quantity, byName) -> {
            Map<String, Double> sums = new TreeMap<>();
            byName.forEach((name, sum) -> sums.put(name, sum.sum()));
            readings.put(quantity.label, sums);
        });
        return readings;
    }
}
