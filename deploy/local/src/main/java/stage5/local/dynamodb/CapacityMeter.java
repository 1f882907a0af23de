package stage5.local.dynamodb;

import static stage5.local.dynamodb.CapacityRules.TRANSACTION;
import static stage5.local.meter.UsageCounters.Quantity.READ_UNITS;
import static stage5.local.meter.UsageCounters.Quantity.WRITE_UNITS;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.Capacity;
import com.amazonaws.services.dynamodbv2.model.ConsumedCapacity;
import com.amazonaws.services.dynamodbv2.model.TableDescription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import stage5.local.meter.UsageCounters;

/**
 * Counts the capacity of calls by table and by partition key, from what requests and responses contain. DynamoDB Local states
 * the units of a call by table and index; where a call has several items, the units are divided by {@link UnitShare}.
 */
final class CapacityMeter {

    /**
     * DynamoDB Local counts a write in a transaction four times: the factor 2 for transactions is applied both per item
     * and per transaction. AWS applies it once.
     */
    private static final double TWICE = 2;

    private final UsageCounters usage;
    private final Function<String, TableDescription> describe;
    private final Map<String, TableLayout> layouts = new ConcurrentHashMap<>();

    /** @param describe returns the description of an existing table */
    CapacityMeter(UsageCounters usage, Function<String, TableDescription> describe) {
        this.usage = usage;
        this.describe = describe;
    }

    /** Forgets the layout of a table that has changed. */
    void forget(String table) {
        layouts.remove(table);
    }

    /** Returns false if a table is known to have no index. */
    boolean mayHaveIndexes(String table) {
        TableLayout known = table == null ? null : layouts.get(table);
        return known == null || !known.indexes().isEmpty();
    }

    /** Reads the layout in the lock of its entry, so that no older one is kept after the table is forgotten. */
    private TableLayout layout(String table) {
        return layouts.computeIfAbsent(table, name -> TableLayout.of(describe.apply(name)));
    }

    /** Counts a read of one item. */
    void read(String table, Map<String, AttributeValue> key, double units) {
        usage.add(READ_UNITS, table, units);
        String attribute = layout(table).partition();
        usage.partitionKeys().add(table, null, attribute, CapacityRules.text(key.get(attribute)), units, 0);
    }

    /**
     * Counts reads of several items.
     *
     * @param items the found items in the order of the keys; null for a missing item
     * @param stated the units that DynamoDB Local states; more than the found items have if the call returns only some of
     *     their attributes, less if DynamoDB Local counts equal amounts only once, as it does for BatchGetItem
     */
    void reads(
            String table,
            List<Map<String, AttributeValue>> keys,
            List<Map<String, AttributeValue>> items,
            double factor,
            double stated) {
        String attribute = layout(table).partition();
        List<UnitShare> shares = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = CapacityRules.text(keys.get(i).get(attribute));
            shares.add(new UnitShare(key, factor * CapacityRules.read(items.get(i)), false));
        }
        double total = Math.max(UnitShare.minimum(shares), stated);
        usage.add(READ_UNITS, table, total);
        UnitShare.divide(
                total, shares, (key, units) -> usage.partitionKeys().add(table, null, attribute, key, units, 0));
    }

    /** Counts a query. Index is null for the table itself. */
    void query(String table, String index, Expression condition, double units) {
        usage.add(READ_UNITS, table, units);
        String attribute =
                index == null ? layout(table).partition() : index(table, index).partition();
        String key = condition.required(attribute).map(CapacityRules::text).orElse(null);
        usage.partitionKeys().add(table, index, attribute, key, units, 0);
    }

    /** Counts a scan. Index is null for the table itself. */
    void scan(String table, String index, double units) {
        usage.add(READ_UNITS, table, units);
        usage.partitionKeys().add(table, index, null, null, units, 0);
    }

    /** Counts writes outside of a transaction. DynamoDB Local states their units by table and index as AWS does. */
    void writes(String table, Collection<ItemWrite> writes, ConsumedCapacity stated) {
        List<UnitShare> shares = shares(table, writes, 1);
        double total = addWrites(table, null, stated.getTable().getCapacityUnits(), shares);
        for (var index : indexes(stated).entrySet()) {
            total += addWrites(table, index.getKey(), index.getValue(), entryShares(table, index.getKey(), writes));
        }
        usage.add(WRITE_UNITS, table, total);
    }

    /**
     * Counts the writes of a transaction in one table. A condition check costs as much as a write. Index entries cost as
     * much as outside of a transaction, because DynamoDB writes them afterwards; AWS does not document that.
     *
     * <p>DynamoDB Local counts items of equal capacity only once in a transaction, and a check as one unit. So an item counts
     * with at least the size that the request states. The size of an updated, deleted or checked item can be unknown; it
     * counts as one unit at least, so the sum can be too low if it is larger than 1 KB.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling">Capacity
     *     of transactions</a>
     */
    void transaction(String table, Collection<ItemWrite> writes, ConsumedCapacity stated) {
        List<UnitShare> shares = shares(table, writes, TRANSACTION);
        double units = Math.max(UnitShare.minimum(shares), stated.getTable().getCapacityUnits() / TWICE);
        double total = addWrites(table, null, units, shares);
        for (var index : indexes(stated).entrySet()) {
            List<UnitShare> entries = entryShares(table, index.getKey(), writes);
            total += addWrites(
                    table,
                    index.getKey(),
                    Math.max(UnitShare.minimum(entries), index.getValue() / TWICE / TRANSACTION),
                    entries);
        }
        usage.add(WRITE_UNITS, table, total);
    }

    private List<UnitShare> shares(String table, Collection<ItemWrite> writes, double factor) {
        String attribute = layout(table).partition();
        return writes.stream()
                .map(write -> new UnitShare(
                        CapacityRules.text(write.key().get(attribute)),
                        factor * CapacityRules.write(write.item()),
                        !write.hasItem()))
                .toList();
    }

    private List<UnitShare> entryShares(String table, String index, Collection<ItemWrite> writes) {
        TableLayout.Index layout = index(table, index);
        List<UnitShare> shares = new ArrayList<>();
        for (ItemWrite write : writes) {
            KnownValue before = layout.entryKey(write.before());
            KnownValue after = layout.entryKey(write.after());
            if (after.isPresent()) {
                double units = write.hasItem() ? CapacityRules.write(layout.entry(write.item())) : 1;
                shares.add(new UnitShare(CapacityRules.text(after.value()), units, false));
            }
            if (before.isPresent() && !before.equals(after)) {
                shares.add(new UnitShare(CapacityRules.text(before.value()), 1, false));
            }
            if (!before.isPresent() && !after.isPresent() && !(before.certain() && after.certain())) {
                shares.add(new UnitShare(null, 0, true));
            }
        }
        return shares;
    }

    private double addWrites(String table, String index, double units, List<UnitShare> shares) {
        String attribute =
                index == null ? layout(table).partition() : index(table, index).partition();
        UnitShare.divide(units, shares, (key, own) -> usage.partitionKeys().add(table, index, attribute, key, 0, own));
        return units;
    }

    /** Returns an index that DynamoDB Local has accessed. It can be newer than the known layout. */
    private TableLayout.Index index(String table, String name) {
        return Optional.ofNullable(layout(table).indexes().get(name)).orElseGet(() -> {
            forget(table);
            return layout(table).indexes().get(name);
        });
    }

    private static Map<String, Double> indexes(ConsumedCapacity stated) {
        Map<String, Double> units = new HashMap<>();
        addUnits(stated.getGlobalSecondaryIndexes(), units);
        addUnits(stated.getLocalSecondaryIndexes(), units);
        return units;
    }

    private static void addUnits(Map<String, Capacity> stated, Map<String, Double> units) {
        if (stated != null) {
            stated.forEach((index, capacity) -> units.put(index, capacity.getCapacityUnits()));
        }
    }
}
