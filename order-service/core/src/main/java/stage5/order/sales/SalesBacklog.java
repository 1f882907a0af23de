package stage5.order.sales;

import static stage5.kit.dynamo.Attributes.PK;
import static stage5.kit.dynamo.Attributes.SK;
import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;

/** The sales that Redis could not count when they happened, kept in the read models' table until it can. */
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

    /** Returns when the event is kept. */
    Uni<Void> add(Event confirmed) {
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(Map.of(PK, s(PARTITION), SK, s(confirmed.id()), EVENT, s(EventCodec.write(confirmed))))))
                .replaceWithVoid();
    }

    /** Returns the oldest events kept. */
    Uni<List<Event>> oldest(int limit) {
        return dynamo.query(query -> query.tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", s(PARTITION)))
                        .limit(limit))
                .map(page -> page.items().stream()
                        .map(item -> EventCodec.read(string(item, EVENT)))
                        .toList());
    }

    /** Returns when the event is kept no longer. */
    Uni<Void> remove(Event confirmed) {
        return dynamo.call(c -> c.deleteItem(delete -> delete.tableName(table).key(key(PARTITION, confirmed.id()))))
                .replaceWithVoid();
    }
}
