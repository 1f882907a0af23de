package stage5.local.dynamodb.store;

import com.amazonaws.services.dynamodbv2.local.shared.access.LocalDBUtils;
import com.amazonaws.services.dynamodbv2.local.shared.access.QueryResultInfo;
import com.amazonaws.services.dynamodbv2.local.shared.access.TableInfo;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteDBAccess;
import com.amazonaws.services.dynamodbv2.local.shared.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.local.shared.model.Condition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stores DynamoDB Local's items in the Java heap. DynamoDB Local itself still validates calls, evaluates expressions and
 * locks tables. SQLite stores only the tables' descriptions here; each of its accesses costs a change of threads and
 * parses the description, which was most of the CPU time of a call.
 *
 * <p>A transaction's writes become visible when it commits. Transactions on different tables run in parallel. Streams are
 * not supported: no records are written.
 */
public final class HeapTables extends SchemaTables {

    /**
     * The most bytes of items that one query reads. DynamoDB Local uses at most 1 MB of them and stops at the first item
     * beyond, so that it never needs more.
     */
    private static final long MOST_BYTES = 2 * 1024 * 1024;

    private static final long NO_LIMIT = -1;

    private final Map<String, HeapTable> tables = new ConcurrentHashMap<>();
    private final Map<String, TableInfo> infos = new ConcurrentHashMap<>();
    private final ThreadLocal<OpenTransaction> transaction = new ThreadLocal<>();
    private final ClientTokens tokens;
    private final AccessListener listener;

    /** Creates the storage without tables. */
    public HeapTables(AccessListener listener, InstantSource clock) {
        super(new SQLiteDBAccess());
        this.listener = listener;
        this.tokens = new ClientTokens(clock);
    }

    /** Reads the changed description of a table. */
    @Override
    protected void schemaChanged(String table) {
        infos.remove(table);
        TableInfo info = getTableInfo(table);
        if (info == null) {
            tables.remove(table);
        } else {
            heap(info).changeSchema(info);
        }
    }

    /** Returns the description, which is read once after each change; null if there is no such table. */
    @Override
    public TableInfo getTableInfo(String table) {
        TableInfo known = table == null ? null : infos.get(table);
        return known != null || table == null ? known : infos.computeIfAbsent(table, super::getTableInfo);
    }

    private HeapTable heap(TableInfo info) {
        HeapTable known = tables.get(info.getTableName());
        return known != null ? known : tables.computeIfAbsent(info.getTableName(), name -> new HeapTable(info));
    }

    @Override
    public Map<String, AttributeValue> getRecord(String table, Map<String, AttributeValue> key) {
        TableInfo info = getTableInfo(table);
        Map<String, AttributeValue> item = find(heap(info), keyOf(info, key));
        listener.onRead(info, key, item);
        return item;
    }

    private Map<String, AttributeValue> find(HeapTable table, byte[] key) {
        OpenTransaction open = transaction.get();
        return open != null && open.contains(table, key) ? open.get(table, key) : table.get(key);
    }

    @Override
    public void putRecord(
            String table,
            Map<String, AttributeValue> item,
            AttributeValue partition,
            AttributeValue sort,
            boolean isUpdate) {
        write(table, item, item);
    }

    @Override
    public boolean deleteRecord(String table, Map<String, AttributeValue> key, boolean isSystemDelete) {
        return write(table, key, null);
    }

    /** Returns whether there was an item with this key. */
    private boolean write(String name, Map<String, AttributeValue> key, Map<String, AttributeValue> item) {
        TableInfo info = getTableInfo(name);
        HeapTable table = heap(info);
        byte[] keyBytes = keyOf(info, key);
        Map<String, AttributeValue> before = find(table, keyBytes);
        listener.onWrite(info, key, before, item);
        OpenTransaction open = transaction.get();
        if (open != null) {
            open.write(table, keyBytes, item);
        } else if (item != null) {
            table.put(keyBytes, item);
        } else {
            table.delete(keyBytes);
        }
        return before != null;
    }

    private static byte[] keyOf(TableInfo table, Map<String, AttributeValue> item) {
        IndexKey names = IndexKey.of(table, null);
        AttributeValue sort = names.sort() == null ? null : item.get(names.sort());
        return KeyBytes.concat(KeyBytes.partition(item.get(names.partition())), KeyBytes.sort(sort));
    }

    @Override
    public QueryResultInfo queryRecords(
            String table,
            String index,
            Map<String, Condition> conditions,
            Map<String, AttributeValue> startKey,
            Long limit,
            boolean ascending,
            byte[] firstHash,
            byte[] lastHash,
            boolean isScan,
            boolean isGlobalIndex) {
        TableInfo info = getTableInfo(table);
        HeapTable heap = heap(info);
        KeyRange range = conditions == null || conditions.isEmpty()
                ? segment(firstHash, lastHash)
                : queried(info, index, conditions);
        KeyRange rest = startKey == null ? range : range.after(startEntry(info, heap, index, startKey), ascending);
        NavigableMap<byte[], byte[]> entries = rest.of(heap.entries(index));
        NavigableMap<byte[], byte[]> ordered = ascending ? entries : entries.descendingMap();
        return page(heap, index, ordered, limit == null ? NO_LIMIT : limit);
    }

    private KeyRange queried(TableInfo info, String index, Map<String, Condition> conditions) {
        IndexKey names = IndexKey.of(info, index);
        AttributeValue partition =
                conditions.get(names.partition()).getAttributeValueList().getFirst();
        listener.onQuery(info, index, partition);
        return KeyRange.of(partition, names.sort() == null ? null : conditions.get(names.sort()));
    }

    /** Returns a segment of a parallel scan: hashes from the first one, inclusive, to the last one, exclusive. */
    private static KeyRange segment(byte[] firstHash, byte[] lastHash) {
        boolean isLast = lastHash == null || Arrays.equals(lastHash, LocalDBUtils.MAX_SHA1_BYTES);
        return new KeyRange(firstHash, isLast ? null : lastHash);
    }

    private static byte[] startEntry(
            TableInfo info, HeapTable heap, String index, Map<String, AttributeValue> startKey) {
        byte[] key = keyOf(info, startKey);
        return index == null ? key : heap.entryKey(index, key, startKey);
    }

    private static QueryResultInfo page(
            HeapTable heap, String index, NavigableMap<byte[], byte[]> entries, long limit) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        long bytes = 0;
        for (byte[] entry : entries.values()) {
            byte[] item = heap.item(index, entry);
            if (item == null) {
                continue;
            }
            found.add(ItemCodec.decode(item));
            bytes += item.length;
            if (limit != NO_LIMIT && found.size() >= limit || bytes > MOST_BYTES) {
                return new QueryResultInfo(found, new HashMap<>(found.getLast()));
            }
        }
        return new QueryResultInfo(found, null);
    }

    @Override
    public byte[] beginTransaction(String token) {
        transaction.set(new OpenTransaction());
        return token == null ? null : tokens.digest(token);
    }

    @Override
    public void commitTransaction(String token, byte[] digest) {
        OpenTransaction open = transaction.get();
        transaction.remove();
        open.commit();
        if (token != null) {
            tokens.add(token, digest);
        }
    }

    /** Discards the writes of this thread's transaction. Does nothing if there is none. */
    @Override
    public void rollbackTransaction() {
        transaction.remove();
    }

    @Override
    public long getTableItemCount(String table) {
        return heap(getTableInfo(table)).count();
    }

    @Override
    public long getLSIItemCount(String table, String index) {
        return heap(getTableInfo(table)).count(index);
    }

    @Override
    public long getGSIItemCount(String table, String index) {
        return heap(getTableInfo(table)).count(index);
    }

    @Override
    public long getTableByteSize(String table) {
        return heap(getTableInfo(table)).bytes();
    }

    @Override
    public long getLSIByteSize(String table, String index) {
        return heap(getTableInfo(table)).bytes(index);
    }

    @Override
    public long getGSIByteSize(String table, String index) {
        return heap(getTableInfo(table)).bytes(index);
    }
}
