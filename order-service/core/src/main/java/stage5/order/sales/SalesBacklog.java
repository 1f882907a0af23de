package stage5.order.sales;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;

/**
 * The backlog of sales not yet counted because Redis was down, in the table of the read models. It is spread over partition
 * keys, each of which accepts 1,000 writes a second: while Redis is down, every sale is written here.
 */
@ApplicationScoped
class SalesBacklog {

    private static final int SHARDS = 16;
    private static final String PARTITION = "sales-backlog/";
    private static final String SET_ASIDE = "sales-set-aside";
    private static final String EVENT = "event";

    private final Dynamo dynamo;
    private final String table;

    SalesBacklog(Dynamo dynamo, @ConfigProperty(name = "stage5.order.view-table") String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /** Returns the numbers of the backlog's partitions. */
    List<Integer> shards() {
        return IntStream.range(0, SHARDS).boxed().toList();
    }

    /** Completes once the event is stored. */
    Uni<Void> add(Event confirmed) {
        String partition = PARTITION + Math.floorMod(confirmed.subject().hashCode(), SHARDS);
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(Map.of(PK, s(partition), SK, s(confirmed.id()), EVENT, s(EventCodec.write(confirmed))))))
                .replaceWithVoid();
    }

    /** Completes with the oldest stored sales of a shard; strongly consistent, so that removed ones do not come back. */
    Uni<List<StoredSale>> oldest(int shard, int limit) {
        return dynamo.query(query -> query.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", s(PARTITION + shard)))
                        .limit(limit))
                .map(page -> page.items().stream()
                        .map(item -> new StoredSale(string(item, PK), string(item, SK), string(item, EVENT)))
                        .toList());
    }

    /** Completes once the sale is removed. */
    Uni<Void> remove(StoredSale sale) {
        return dynamo.call(c -> c.deleteItem(delete -> delete.tableName(table).key(key(sale.partition(), sale.id()))))
                .replaceWithVoid();
    }

    /** Completes once the sale is out of the backlog and kept with the reason in the partition {@value #SET_ASIDE}. */
    Uni<Void> setAside(StoredSale sale, String reason) {
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(Map.of(PK, s(SET_ASIDE), SK, s(sale.id()), EVENT, s(sale.event()), "reason", s(reason)))))
                .chain(() -> remove(sale));
    }

    /** A sale in the backlog, not decoded yet. */
    record StoredSale(String partition, String id, String event) {}
}
