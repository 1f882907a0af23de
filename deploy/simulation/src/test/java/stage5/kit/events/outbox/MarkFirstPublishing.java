package stage5.kit.events.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;

/** A planted defect: marks events as published before SNS has accepted them. */
public final class MarkFirstPublishing extends Publishing {

    private final Dynamo dynamo;
    private final Topic topic;
    private final String table;

    MarkFirstPublishing(
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

    /** Returns the package-private type that this class replaces. */
    public static Class<?> type() {
        return Publishing.class;
    }

    @Override
    public Uni<Void> afterCommit(List<Event> events) {
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
                        .key(EventItems.key(event))
                        .updateExpression("REMOVE #outbox")
                        .expressionAttributeNames(Map.of("#outbox", EventItems.OUTBOX))))
                .replaceWithVoid();
    }
}
