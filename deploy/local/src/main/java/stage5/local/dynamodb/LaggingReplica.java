package stage5.local.dynamodb;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.BillingMode;
import com.amazonaws.services.dynamodbv2.model.CreateTableRequest;
import com.amazonaws.services.dynamodbv2.model.DeleteItemRequest;
import com.amazonaws.services.dynamodbv2.model.DescribeTableRequest;
import com.amazonaws.services.dynamodbv2.model.DescribeTimeToLiveRequest;
import com.amazonaws.services.dynamodbv2.model.GetItemRequest;
import com.amazonaws.services.dynamodbv2.model.GlobalSecondaryIndex;
import com.amazonaws.services.dynamodbv2.model.ListTablesRequest;
import com.amazonaws.services.dynamodbv2.model.LocalSecondaryIndex;
import com.amazonaws.services.dynamodbv2.model.PutItemRequest;
import com.amazonaws.services.dynamodbv2.model.ScanRequest;
import com.amazonaws.services.dynamodbv2.model.ScanResult;
import com.amazonaws.services.dynamodbv2.model.TableDescription;
import com.amazonaws.services.dynamodbv2.model.TableStatus;
import com.amazonaws.services.dynamodbv2.model.TimeToLiveSpecification;
import com.amazonaws.services.dynamodbv2.model.UpdateTimeToLiveRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import stage5.local.meter.UsageCounters;

/**
 * A second database that takes over the writes of the first one in their order, each after a lag. Reads from it return the
 * state of at most the longest lag ago. It first copies all tables; it is not ready before that.
 *
 * <p>It takes over the new image of each written item. A reader can see a part of a transaction, as on AWS. Not taken over
 * are statements in PartiQL. The replica deletes items after their time to live itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html">Read
 *     consistency</a>
 */
final class LaggingReplica implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LaggingReplica.class.getName());

    private final MeteredDynamoDb primary;
    private final MeteredDynamoDb copy;
    private final IntSupplier lagMillis;
    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("dynamodb-replica").unstarted(this::run);
    private volatile boolean ready;

    /** The images of items that one call wrote. */
    private record Change(long dueNanos, List<Image> images) {}

    /** @param item the item's attributes; null if it was deleted */
    private record Image(ItemKey key, Map<String, AttributeValue> item) {}

    /**
     * Creates the replica.
     *
     * @param usage counts the capacity of reads from the replica
     * @param lagMillis returns the lag of the next change
     */
    static LaggingReplica of(MeteredDynamoDb primary, UsageCounters usage, IntSupplier lagMillis) {
        return new LaggingReplica(primary, new MeteredDynamoDb(usage), lagMillis);
    }

    /** Starts to copy. Every write that ends from now on has to be captured, so that none is missed. */
    void start() {
        thread.start();
    }

    private LaggingReplica(MeteredDynamoDb primary, MeteredDynamoDb copy, IntSupplier lagMillis) {
        this.primary = primary;
        this.copy = copy;
        this.lagMillis = lagMillis;
    }

    /** Returns whether all tables are copied. */
    boolean isReady() {
        return ready;
    }

    /** Returns whether the replica lacks a change at this moment. */
    boolean isBehind() {
        return pending.get() > 0;
    }

    /** Returns the database to read from. */
    MeteredDynamoDb database() {
        return copy;
    }

    /**
     * Takes over the current images of items that were written. The lock makes the order of the changes equal the order in
     * which the images were read, so the last change of an item has its last image.
     */
    synchronized void capture(Collection<ItemKey> written) {
        List<Image> images = new ArrayList<>();
        for (ItemKey key : written) {
            GetItemRequest request = new GetItemRequest(key.table(), key.attributes()).withConsistentRead(true);
            images.add(new Image(key, primary.getUnmetered(request).getItem()));
        }
        long lagNanos = Duration.ofMillis(lagMillis.getAsInt()).toNanos();
        pending.incrementAndGet();
        changes.add(new Change(System.nanoTime() + lagNanos, images));
    }

    private void run() {
        try {
            long begin = System.nanoTime();
            List<String> tables = primary.listTables(
                            MeteredDynamoDb.ANY_KEY, MeteredDynamoDb.ANY_REGION, new ListTablesRequest())
                    .getTableNames();
            for (String table : tables) {
                createTable(table);
            }
            for (String table : tables) {
                copyItems(table);
            }
            ready = true;
            LOG.log(INFO, "DynamoDB has a replica after {0} ms", (System.nanoTime() - begin) / 1_000_000);
            while (true) {
                apply(changes.take());
                pending.decrementAndGet();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            ready = false;
            LOG.log(WARNING, "The replica of DynamoDB has failed; reads are no longer stale", e);
        } finally {
            copy.shutdown();
        }
    }

    private void createTable(String name) throws InterruptedException {
        TableDescription table = describe(primary, name);
        CreateTableRequest request = new CreateTableRequest()
                .withTableName(name)
                .withBillingMode(BillingMode.PAY_PER_REQUEST)
                .withKeySchema(table.getKeySchema())
                .withAttributeDefinitions(table.getAttributeDefinitions());
        if (table.getGlobalSecondaryIndexes() != null) {
            request.setGlobalSecondaryIndexes(table.getGlobalSecondaryIndexes().stream()
                    .map(index -> new GlobalSecondaryIndex()
                            .withIndexName(index.getIndexName())
                            .withKeySchema(index.getKeySchema())
                            .withProjection(index.getProjection()))
                    .toList());
        }
        if (table.getLocalSecondaryIndexes() != null) {
            request.setLocalSecondaryIndexes(table.getLocalSecondaryIndexes().stream()
                    .map(index -> new LocalSecondaryIndex()
                            .withIndexName(index.getIndexName())
                            .withKeySchema(index.getKeySchema())
                            .withProjection(index.getProjection()))
                    .toList());
        }
        copy.createTable(MeteredDynamoDb.ANY_KEY, MeteredDynamoDb.ANY_REGION, request);
        while (!describe(copy, name).getTableStatus().equals(TableStatus.ACTIVE.toString())) {
            Thread.sleep(Duration.ofMillis(5));
        }
        copyTimeToLive(name);
    }

    private void copyTimeToLive(String table) {
        String attribute = primary.describeTimeToLive(
                        MeteredDynamoDb.ANY_KEY,
                        MeteredDynamoDb.ANY_REGION,
                        new DescribeTimeToLiveRequest().withTableName(table))
                .getTimeToLiveDescription()
                .getAttributeName();
        if (attribute != null) {
            copy.updateTimeToLive(
                    MeteredDynamoDb.ANY_KEY,
                    MeteredDynamoDb.ANY_REGION,
                    new UpdateTimeToLiveRequest()
                            .withTableName(table)
                            .withTimeToLiveSpecification(new TimeToLiveSpecification()
                                    .withAttributeName(attribute)
                                    .withEnabled(true)));
        }
    }

    private static TableDescription describe(MeteredDynamoDb database, String table) {
        return database.describeTable(
                        MeteredDynamoDb.ANY_KEY, MeteredDynamoDb.ANY_REGION, new DescribeTableRequest(table))
                .getTable();
    }

    private void copyItems(String table) throws InterruptedException {
        Map<String, AttributeValue> next = null;
        do {
            ScanResult page = primary.scanUnmetered(
                    new ScanRequest(table).withConsistentRead(true).withExclusiveStartKey(next));
            page.getItems().forEach(item -> copy.putUnmetered(new PutItemRequest(table, item)));
            next = page.getLastEvaluatedKey();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        } while (next != null);
    }

    private void apply(Change change) throws InterruptedException {
        long restNanos = change.dueNanos() - System.nanoTime();
        if (restNanos > 0) {
            Thread.sleep(Duration.ofNanos(restNanos));
        }
        for (Image image : change.images()) {
            if (image.item() == null) {
                copy.deleteUnmetered(
                        new DeleteItemRequest(image.key().table(), image.key().attributes()));
            } else {
                copy.putUnmetered(new PutItemRequest(image.key().table(), image.item()));
            }
        }
    }

    /** Stops the replica; its database ends once the change in progress is applied. */
    @Override
    public void close() {
        ready = false;
        thread.interrupt();
    }
}
