package stage5.load.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Projects the units a second of the hottest key of each class.
 *
 * @param orders the number of confirmed orders of the sample
 * @param seconds the length of the sample
 */
public record KeyProjection(List<KeyUsage> keys, long orders, double seconds) {

    /**
     * The most write units a second that one partition, and so one key, takes.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html">Partition
     *     keys</a>
     */
    public static final double WRITE_LIMIT = 1_000;

    /** The most read units a second of one partition. */
    public static final double READ_LIMIT = 3_000;

    public KeyProjection {
        if (orders < 1 || seconds <= 0) {
            throw new IllegalArgumentException("A projection needs a sample with confirmed orders");
        }
        keys = List.copyOf(keys);
    }

    /**
     * Returns the text form of a sample: the keys that the local cloud reports, with the orders and the seconds in which they
     * were used.
     */
    public static ObjectNode sample(JsonNode report, long orders, double seconds) {
        ObjectNode sample = JsonNodeFactory.instance.objectNode();
        sample.put("orders", orders).put("seconds", seconds);
        sample.set("keys", report.path("keys"));
        return sample;
    }

    /** Returns the projection of a sample in its text form. */
    public static KeyProjection of(JsonNode sample) {
        return new KeyProjection(
                KeyUsage.parse(sample),
                sample.path("orders").asLong(),
                sample.path("seconds").asDouble());
    }

    /**
     * The hottest key of a class at a rate.
     *
     * @param place the table, or the table and the index
     * @param growth why it grows
     */
    public record HottestKey(
            String keyClass, String place, double writeUnits, double readUnits, double writesPerOrder, String growth) {

        /** Returns whether the key takes more than a partition does. */
        public boolean isOverLimit() {
            return writeUnits > WRITE_LIMIT || readUnits > READ_LIMIT;
        }
    }

    private record Group(KeyClass keyClass, String place) {}

    /** Returns the hottest key of each class and table, the one with the highest use of its limit first. */
    List<HottestKey> at(Growth.Demand demand) {
        Map<Group, List<KeyUsage>> groups = new LinkedHashMap<>();
        keys.forEach(
                key -> groups.computeIfAbsent(new Group(KeyClasses.of(key), key.place()), first -> new ArrayList<>())
                        .add(key));
        return groups.entrySet().stream()
                .map(group -> hottest(group.getKey(), group.getValue(), demand))
                .sorted(Comparator.comparingDouble(KeyProjection::use).reversed())
                .toList();
    }

    private HottestKey hottest(Group group, List<KeyUsage> members, Growth.Demand demand) {
        Growth growth = group.keyClass().growth();
        Growth.Sample writes = sample(members, KeyUsage::writeUnits);
        return new HottestKey(
                group.keyClass().name(),
                group.place(),
                growth.unitsPerSecond(demand, writes),
                growth.readUnitsPerSecond(demand, sample(members, KeyUsage::readUnits)),
                writes.unitsPerOrder(),
                group.keyClass().reason());
    }

    private Growth.Sample sample(List<KeyUsage> members, ToDoubleFunction<KeyUsage> units) {
        return new Growth.Sample(
                members.stream().mapToDouble(units).sum() / orders,
                members.stream().mapToDouble(units).max().orElse(0),
                seconds);
    }

    private static double use(HottestKey key) {
        return Math.max(key.writeUnits() / WRITE_LIMIT, key.readUnits() / READ_LIMIT);
    }
}
