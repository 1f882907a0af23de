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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;

/** The backlog of sales not yet counted because Redis was down, in the table of the read models. */
@ApplicationScoped
class SalesBacklog {

    private static final String PARTITION = "sales-backlog";
    private static final String EVENT = "event";

    private final Dynamo dynamo;
    private final String table;

    SalesBacklog(Dynamo dynamo, @ConfigProperty(name = "stage5.order.view-table") String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /** Completes once the event is stored. */
    Uni<Void> add(Event confirmed) {
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(Map.of(PK, s(PARTITION), SK, s(confirmed.id()), EVENT, s(EventCodec.write(confirmed))))))
                .replaceWithVoid();
    }

    /** Completes with the oldest stored events. */
    Uni<List<Event>> oldest(int limit) {
        return dynamo.query(query -> query.tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", s(PARTITION)))
                        .limit(limit))
                .map(page -> page.items().stream()
                        .map(item -> EventCodec.read(string(item, EVENT)))
                        .toList());
    }

    /** Completes once the event is removed. */
    Uni<Void> remove(Event confirmed) {
        return dynamo.call(c -> c.deleteItem(delete -> delete.tableName(table).key(key(PARTITION, confirmed.id()))))
                .replaceWithVoid();
    }
}
