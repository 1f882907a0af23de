package stage5.kit.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import stage5.kit.dynamo.Attributes;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventTrace;

/** The fault planted: it takes events out of the outbox before SNS has them. */
public final class HastyPublishing extends Publishing {

    private final Dynamo dynamo;
    private final Topic topic;
    private final String table;

    HastyPublishing(
            Dynamo dynamo,
            Topic topic,
            EventTrace trace,
            Clock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.table") String table) {
        super(dynamo, topic, trace, clock, metrics, table, false);
        this.dynamo = dynamo;
        this.topic = topic;
        this.table = table;
    }

    /** Returns the type that it stands in for. */
    public static Class<?> type() {
        return Publishing.class;
    }

    @Override
    Uni<Void> afterCommit(List<Event> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event ->
                        mark(event).chain(() -> topic.publish(List.of(event)).replaceWithVoid()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> mark(Event event) {
        return dynamo.call(c -> c.updateItem(update -> update.tableName(table)
                        .key(Attributes.key(event.subject(), EventStore.sortKey(event)))
                        .updateExpression("REMOVE #outbox")
                        .expressionAttributeNames(Map.of("#outbox", EventStore.OUTBOX))))
                .replaceWithVoid();
    }
}
