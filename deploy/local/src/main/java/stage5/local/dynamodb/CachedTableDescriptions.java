package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.local.shared.access.TableInfo;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteDBAccess;
import com.amazonaws.services.dynamodbv2.model.AttributeDefinition;
import com.amazonaws.services.dynamodbv2.model.BillingMode;
import com.amazonaws.services.dynamodbv2.model.GlobalSecondaryIndex;
import com.amazonaws.services.dynamodbv2.model.GlobalSecondaryIndexDescription;
import com.amazonaws.services.dynamodbv2.model.LocalSecondaryIndex;
import com.amazonaws.services.dynamodbv2.model.OnDemandThroughput;
import com.amazonaws.services.dynamodbv2.model.ProvisionedThroughput;
import com.amazonaws.services.dynamodbv2.model.StreamSpecification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * DynamoDB Local's store in memory. It keeps the description of each table until the table changes, because DynamoDB Local
 * would read and parse it several times for each call, in the one thread that all calls share.
 */
public final class CachedTableDescriptions extends SQLiteDBAccess {

    private final Map<String, TableInfo> descriptions = new ConcurrentHashMap<>();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();

    /** Returns the description of the table, or null if there is no such table. */
    @Override
    public TableInfo getTableInfo(String table) {
        TableInfo known = descriptions.get(table);
        return known == null ? read(table) : known;
    }

    /** A description that is read while a table changes may be old at once, so it is not kept. */
    private TableInfo read(String table) {
        long before = ended.get();
        TableInfo description = super.getTableInfo(table);
        if (description != null) {
            descriptions.compute(table, (key, other) -> begun.get() == before ? description : null);
        }
        return description;
    }

    @Override
    public void createTable(
            String table,
            AttributeDefinition partitionKey,
            AttributeDefinition sortKey,
            List<AttributeDefinition> attributes,
            List<LocalSecondaryIndex> localIndexes,
            List<GlobalSecondaryIndex> globalIndexes,
            ProvisionedThroughput provisioned,
            OnDemandThroughput onDemand,
            BillingMode billing,
            Boolean deletionProtection,
            StreamSpecification stream) {
        change(
                table,
                () -> super.createTable(
                        table,
                        partitionKey,
                        sortKey,
                        attributes,
                        localIndexes,
                        globalIndexes,
                        provisioned,
                        onDemand,
                        billing,
                        deletionProtection,
                        stream));
    }

    @Override
    public void updateTable(
            String table,
            ProvisionedThroughput provisioned,
            OnDemandThroughput onDemand,
            BillingMode billing,
            long payPerRequestSince,
            List<AttributeDefinition> attributes,
            List<GlobalSecondaryIndexDescription> indexes,
            Boolean deletionProtection,
            StreamSpecification stream) {
        change(
                table,
                () -> super.updateTable(
                        table,
                        provisioned,
                        onDemand,
                        billing,
                        payPerRequestSince,
                        attributes,
                        indexes,
                        deletionProtection,
                        stream));
    }

    /** Sets or removes the attribute with the items' time to live. */
    @Override
    public void updateTable(String table, String timeToLive) {
        change(table, () -> super.updateTable(table, timeToLive));
    }

    @Override
    public void deleteTable(String table) {
        change(table, () -> super.deleteTable(table));
    }

    @Override
    public void createGSIColumns(String table, String index) {
        change(table, () -> super.createGSIColumns(table, index));
    }

    @Override
    public void backfillGSI(String table, String index) {
        change(table, () -> super.backfillGSI(table, index));
    }

    @Override
    public void deleteGSI(String table, String index) {
        change(table, () -> super.deleteGSI(table, index));
    }

    private void change(String table, Runnable change) {
        begun.incrementAndGet();
        descriptions.remove(table);
        try {
            change.run();
        } finally {
            ended.incrementAndGet();
        }
    }
}
