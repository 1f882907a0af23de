package stage5.local.meter;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the capacity by partition key of tables and indexes, in bounded memory. Thread-safe.
 *
 * <p>When there are twice as many keys as are kept, the smaller half is added to one sum, {@code other}, and starts again
 * at zero when it is used again. So a key is exact if it was always in the larger half; no key lacks more than {@code
 * other}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html">Partition keys:
 *     each supports 3,000 read units and 1,000 write units a second</a>
 */
public final class PartitionKeyCounters {

    private final int kept;
    private final Map<Key, Units> byKey = new ConcurrentHashMap<>();
    private final Units other = new Units();

    private record Key(String table, String index, String attribute, String value) {}

    /** Is changed only under the lock of its entry in the map, or of this object. */
    private static final class Units {

        private double read;
        private double write;
        private long requests;

        void add(double readUnits, double writeUnits, long count) {
            read += readUnits;
            write += writeUnits;
            requests += count;
        }
    }

    /** @param kept how many keys are kept at least */
    PartitionKeyCounters(int kept) {
        if (kept < 1) {
            throw new IllegalArgumentException("At least one key must be kept, not " + kept);
        }
        this.kept = kept;
    }

    /** Adds the units of one request. Index, attribute and value are null as in {@link PartitionKeyUsage}. */
    public void add(String table, String index, String attribute, String value, double readUnits, double writeUnits) {
        byKey.compute(new Key(table, index, attribute, value), (key, known) -> {
            Units units = known == null ? new Units() : known;
            units.add(readUnits, writeUnits, 1);
            return units;
        });
        if (byKey.size() >= 2 * kept) {
            mergeSmallerHalf();
        }
    }

    private synchronized void mergeSmallerHalf() {
        if (byKey.size() < 2 * kept) {
            return;
        }
        List<PartitionKeyUsage> all = sorted();
        all.subList(kept, all.size()).forEach(small -> {
            Key key = new Key(small.table(), small.index(), small.attribute(), small.key());
            byKey.computeIfPresent(key, (ignored, units) -> {
                other.add(units.read, units.write, units.requests);
                return null;
            });
        });
    }

    /** Returns the keys with the most units. */
    public synchronized PartitionKeyReport report(int limit) {
        List<PartitionKeyUsage> all = sorted();
        return new PartitionKeyReport(
                all.stream().limit(limit).toList(),
                all.size(),
                new PartitionKeyReport.Sum(other.read, other.write, other.requests));
    }

    private List<PartitionKeyUsage> sorted() {
        return byKey.keySet().stream()
                .map(this::usage)
                .sorted(Comparator.comparingDouble(PartitionKeyUsage::units).reversed())
                .toList();
    }

    private PartitionKeyUsage usage(Key key) {
        Units copy = new Units();
        byKey.computeIfPresent(key, (ignored, units) -> {
            copy.add(units.read, units.write, units.requests);
            return units;
        });
        return new PartitionKeyUsage(
                key.table(), key.index(), key.attribute(), key.value(), copy.read, copy.write, copy.requests);
    }

    /** Sets all counters to zero. */
    public synchronized void reset() {
        byKey.clear();
        other.read = 0;
        other.write = 0;
        other.requests = 0;
    }
}
