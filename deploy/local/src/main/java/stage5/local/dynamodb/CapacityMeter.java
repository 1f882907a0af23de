package stage5.local.dynamodb;

import static stage5.local.dynamodb.CapacityRules.TRANSACTION;
import static stage5.local.meter.UsageCounters.Quantity.READ_UNITS;
import static stage5.local.meter.UsageCounters.Quantity.WRITE_UNITS;

import com.amazonaws.services.dynamodbv2.local.shared.access.TableInfo;
import com.amazonaws.services.dynamodbv2.local.shared.model.AttributeValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import stage5.local.dynamodb.CapacityRules.KeyUnits;
import stage5.local.dynamodb.store.AccessListener;
import stage5.local.dynamodb.store.IndexKey;
import stage5.local.meter.UsageCounters;

/**
 * Counts the capacity of calls by table and by partition key. An access counts only within one of the measuring methods,
 * in the same thread, and only if the call succeeds. So expired items that DynamoDB deletes cost nothing, as on AWS.
 */
final class CapacityMeter implements AccessListener {

    private final UsageCounters usage;
    private final ThreadLocal<Accesses> current = new ThreadLocal<>();

    CapacityMeter(UsageCounters usage) {
        this.usage = usage;
    }

    private record Read(TableInfo table, Map<String, AttributeValue> key, Map<String, AttributeValue> item) {}

    private record Write(TableInfo table, Map<String, AttributeValue> key, double units, List<KeyUnits> indexes) {}

    private record Query(TableInfo table, String index, AttributeValue partition) {}

    /** The accesses of one call. */
    private record Accesses(List<Read> reads, List<Write> writes, List<Query> queries) {

        Accesses() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    @Override
    public void onRead(TableInfo table, Map<String, AttributeValue> key, Map<String, AttributeValue> item) {
        Accesses accesses = current.get();
        if (accesses != null) {
            accesses.reads().add(new Read(table, key, item));
        }
    }

    @Override
    public void onQuery(TableInfo table, String index, AttributeValue partition) {
        Accesses accesses = current.get();
        if (accesses != null) {
            accesses.queries().add(new Query(table, index, partition));
        }
    }

    @Override
    public void onWrite(
            TableInfo table,
            Map<String, AttributeValue> key,
            Map<String, AttributeValue> before,
            Map<String, AttributeValue> after) {
        Accesses accesses = current.get();
        if (accesses != null) {
            accesses.writes()
                    .add(new Write(
                            table,
                            key,
                            CapacityRules.write(before, after),
                            CapacityRules.indexWrites(table, before, after)));
        }
    }

    /**
     * Measures a call that reads items by their keys.
     *
     * @param factor returns the factor of a table's reads
     */
    <R> R reads(ToDoubleFunction<String> factor, Supplier<R> call) {
        return measure(call, (result, accesses) -> accesses.reads()
                .forEach(read -> addRead(read, factor.applyAsDouble(read.table().getTableName()))));
    }

    /**
     * Measures a query or a scan. Without items it costs as much as a read of a missing item; DynamoDB Local states 0.
     *
     * @param factor the factor of the reads
     * @param units returns the read units that the result states
     */
    <R> R query(String table, double factor, ToDoubleFunction<R> units, Supplier<R> call) {
        return measure(call, (result, accesses) -> {
            double consumed = Math.max(factor, units.applyAsDouble(result));
            usage.add(READ_UNITS, table, consumed);
            if (accesses.queries().isEmpty()) {
                usage.partitionKeys().add(table, null, null, null, consumed, 0);
                return;
            }
            Query query = accesses.queries().getFirst();
            String attribute = IndexKey.of(query.table(), query.index()).partition();
            usage.partitionKeys()
                    .add(table, query.index(), attribute, CapacityRules.text(query.partition()), consumed, 0);
        });
    }

    /** Measures a call that writes items. What it reads to check its conditions costs nothing. */
    <R> R writes(Supplier<R> call) {
        return measure(call, (result, accesses) -> accesses.writes().forEach(write -> addWrite(write, 1)));
    }

    /**
     * Measures a writing transaction. A condition check costs as much as a write. A repetition with the same client token
     * only reads. Index entries cost as much as outside of a transaction, because DynamoDB writes them afterwards; AWS does
     * not document that.
     *
     * @param hasWrites whether the request contains other actions than condition checks
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling">Capacity
     *     of transactions</a>
     */
    <R> R transaction(boolean hasWrites, Supplier<R> call) {
        return measure(call, (result, accesses) -> {
            if (hasWrites && accesses.writes().isEmpty()) {
                accesses.reads().forEach(read -> addRead(read, TRANSACTION));
                return;
            }
            Set<ItemKey> written = new HashSet<>();
            accesses.writes().forEach(write -> {
                written.add(primaryKey(write.table(), write.key()));
                addWrite(write, TRANSACTION);
            });
            accesses.reads().stream()
                    .filter(read -> !written.contains(primaryKey(read.table(), read.key())))
                    .forEach(check -> addCheck(check, TRANSACTION));
        });
    }

    private record ItemKey(String table, AttributeValue partition, AttributeValue sort) {}

    private static ItemKey primaryKey(TableInfo table, Map<String, AttributeValue> item) {
        IndexKey names = IndexKey.of(table, null);
        return new ItemKey(
                table.getTableName(),
                item.get(names.partition()),
                names.sort() == null ? null : item.get(names.sort()));
    }

    private <R> R measure(Supplier<R> call, BiConsumer<R, Accesses> success) {
        Accesses accesses = new Accesses();
        current.set(accesses);
        R result;
        try {
            result = call.get();
        } finally {
            current.remove();
        }
        success.accept(result, accesses);
        return result;
    }

    private void addRead(Read read, double factor) {
        double units = CapacityRules.read(read.item()) * factor;
        usage.add(READ_UNITS, read.table().getTableName(), units);
        add(read.table(), read.key(), units, 0);
    }

    private void addCheck(Read read, double factor) {
        double units = CapacityRules.write(read.item(), null) * factor;
        usage.add(WRITE_UNITS, read.table().getTableName(), units);
        add(read.table(), read.key(), 0, units);
    }

    private void addWrite(Write write, double factor) {
        String table = write.table().getTableName();
        double own = write.units() * factor;
        add(write.table(), write.key(), 0, own);
        double all = own;
        for (KeyUnits index : write.indexes()) {
            usage.partitionKeys().add(table, index.index(), index.attribute(), index.key(), 0, index.units());
            all += index.units();
        }
        usage.add(WRITE_UNITS, table, all);
    }

    private void add(TableInfo table, Map<String, AttributeValue> key, double readUnits, double writeUnits) {
        String attribute = IndexKey.of(table, null).partition();
        usage.partitionKeys()
                .add(
                        table.getTableName(),
                        null,
                        attribute,
                        CapacityRules.text(key.get(attribute)),
                        readUnits,
                        writeUnits);
    }
}
