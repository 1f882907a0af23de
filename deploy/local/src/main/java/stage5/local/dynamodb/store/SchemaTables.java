package stage5.local.dynamodb.store;

import com.amazonaws.services.dynamodbv2.local.shared.access.ListTablesResultInfo;
import com.amazonaws.services.dynamodbv2.local.shared.access.LocalDBAccess;
import com.amazonaws.services.dynamodbv2.local.shared.access.ShardIterator;
import com.amazonaws.services.dynamodbv2.local.shared.access.TableInfo;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.TableSchemaInfo;
import com.amazonaws.services.dynamodbv2.model.AttributeDefinition;
import com.amazonaws.services.dynamodbv2.model.BillingMode;
import com.amazonaws.services.dynamodbv2.model.GlobalSecondaryIndex;
import com.amazonaws.services.dynamodbv2.model.GlobalSecondaryIndexDescription;
import com.amazonaws.services.dynamodbv2.model.IndexStatus;
import com.amazonaws.services.dynamodbv2.model.LocalSecondaryIndex;
import com.amazonaws.services.dynamodbv2.model.OnDemandThroughput;
import com.amazonaws.services.dynamodbv2.model.ProvisionedThroughput;
import com.amazonaws.services.dynamodbv2.model.Record;
import com.amazonaws.services.dynamodbv2.model.StreamDescription;
import com.amazonaws.services.dynamodbv2.model.StreamSpecification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The part of the storage that holds descriptions of tables: another storage does it. Subclasses hold the items. */
abstract class SchemaTables implements LocalDBAccess {

    private final LocalDBAccess schemas;

    SchemaTables(LocalDBAccess schemas) {
        this.schemas = schemas;
    }

    /** Is called after each change of a table's description, also after its deletion. */
    protected abstract void schemaChanged(String table);

    @Override
    public void createTable(
            String table,
            AttributeDefinition partition,
            AttributeDefinition sort,
            List<AttributeDefinition> attributes,
            List<LocalSecondaryIndex> localIndexes,
            List<GlobalSecondaryIndex> globalIndexes,
            ProvisionedThroughput throughput,
            OnDemandThroughput onDemand,
            BillingMode billing,
            Boolean deletionProtection,
            StreamSpecification stream) {
        schemas.createTable(
                table,
                partition,
                sort,
                attributes,
                localIndexes,
                globalIndexes,
                throughput,
                onDemand,
                billing,
                deletionProtection,
                stream);
        schemaChanged(table);
    }

    @Override
    public void deleteTable(String table) {
        schemas.deleteTable(table);
        schemaChanged(table);
    }

    @Override
    public void updateTable(
            String table,
            ProvisionedThroughput throughput,
            OnDemandThroughput onDemand,
            BillingMode billing,
            long time,
            List<AttributeDefinition> attributes,
            List<GlobalSecondaryIndexDescription> globalIndexes,
            Boolean deletionProtection,
            StreamSpecification stream) {
        schemas.updateTable(
                table, throughput, onDemand, billing, time, attributes, globalIndexes, deletionProtection, stream);
        schemaChanged(table);
    }

    @Override
    public void updateTable(String table, String timeToLive) {
        schemas.updateTable(table, timeToLive);
        schemaChanged(table);
    }

    @Override
    public void createGSIColumns(String table, String index) {
        schemas.createGSIColumns(table, index);
        schemaChanged(table);
    }

    @Override
    public void backfillGSI(String table, String index) {
        schemas.backfillGSI(table, index);
        schemaChanged(table);
    }

    @Override
    public void deleteGSI(String table, String index) {
        schemas.deleteGSI(table, index);
        schemaChanged(table);
    }

    @Override
    public TableInfo getTableInfo(String table) {
        return schemas.getTableInfo(table);
    }

    @Override
    public ListTablesResultInfo listTables(String from, Long limit) {
        return schemas.listTables(from, limit);
    }

    @Override
    public ReentrantReadWriteLock getLockForTable(String table) {
        return schemas.getLockForTable(table);
    }

    @Override
    public Map<String, List<GlobalSecondaryIndexDescription>> getGSIsByStatusFromAllTables(
            IndexStatus status, Boolean isBackfilling) {
        return schemas.getGSIsByStatusFromAllTables(status, isBackfilling);
    }

    @Override
    public Map<String, TableSchemaInfo> fetchAllTablesWithTimeToLiveEnabled() {
        return schemas.fetchAllTablesWithTimeToLiveEnabled();
    }

    @Override
    public int numberOfSubscriberWideInflightOnlineCreateIndexesOperations() {
        return schemas.numberOfSubscriberWideInflightOnlineCreateIndexesOperations();
    }

    @Override
    public void optimizeDBBeforeStartup() {
        schemas.optimizeDBBeforeStartup();
    }

    @Override
    public List<StreamDescription> getStreamInfo(
            String table, String streamId, Integer limit, String fromStream, String fromShard) {
        return schemas.getStreamInfo(table, streamId, limit, fromStream, fromShard);
    }

    @Override
    public List<Record> getStreamRecords(Integer limit, ShardIterator iterator) {
        return schemas.getStreamRecords(limit, iterator);
    }

    @Override
    public Long getLatestSequenceNumberForShard(String shard) {
        return schemas.getLatestSequenceNumberForShard(shard);
    }

    @Override
    public long getDeletionDateTimeForShard(String shard) {
        return schemas.getDeletionDateTimeForShard(shard);
    }

    @Override
    public Long getEarliestNonExpiredSequenceNumberForShard(String shard) {
        return schemas.getEarliestNonExpiredSequenceNumberForShard(shard);
    }

    @Override
    public Long getSequenceNumberStartForShard(String shard) {
        return schemas.getSequenceNumberStartForShard(shard);
    }

    @Override
    public boolean shardIsNotExpired(String shard) {
        return schemas.shardIsNotExpired(shard);
    }

    @Override
    public void dilateEventTimes(long millis) {
        schemas.dilateEventTimes(millis);
    }

    @Override
    public void findAndRolloverActiveShards(String table, long millis) {
        schemas.findAndRolloverActiveShards(table, millis);
    }

    @Override
    public void close() {
        schemas.close();
    }
}
