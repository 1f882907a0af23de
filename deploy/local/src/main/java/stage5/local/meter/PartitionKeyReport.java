package stage5.local.meter;

import java.util.List;

/**
 * The capacity by partition key.
 *
 * @param keys the keys with the most units, in descending order
 * @param counted the number of keys that are counted by themselves
 * @param other the sum of all keys that are not
 */
public record PartitionKeyReport(List<PartitionKeyUsage> keys, int counted, Sum other) {

    /** The capacity of several keys together. */
    public record Sum(double readUnits, double writeUnits, long requests) {}
}
