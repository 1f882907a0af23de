package stage5.kit.store;

import static stage5.kit.dynamo.Attributes.key;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;

/** Publishes stored events and takes them out of the outbox. */
@ApplicationScoped
class Publishing {

    private static final Logger LOG = Logger.getLogger(Publishing.class);

    private final Dynamo dynamo;
    private final Topic topic;
    private final String table;
    private final Counter published;
    private final Counter left;

    Publishing(Dynamo dynamo, Topic topic, MeterRegistry metrics, @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.topic = topic;
        this.table = table;
        this.published = metrics.counter("stage5.outbox.published");
        this.left = metrics.counter("stage5.outbox.left");
    }

    /**
     * Returns when the events of a commit are published or, where SNS does not take them in time, left to the sweeper:
     * the commit stands either way, so this never fails.
     */
    Uni<Void> afterCommit(List<Event> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return publish(events).onFailure().recoverWithUni(e -> {
            left.increment(events.size());
            LOG.warnf("%d events stay in the outbox for the sweeper: %s", events.size(), e.toString());
            return Uni.createFrom().voidItem();
        });
    }

    /** Returns when the events, in their order, are published and marked; fails with the first batch that SNS refuses. */
    Uni<Void> publish(List<Event> events) {
        return Multi.createFrom()
                .iterable(events)
                .group()
                .intoLists()
                .of(Topic.BATCH_SIZE)
                .onItem()
                .transformToUniAndConcatenate(this::publishBatch)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> publishBatch(List<Event> batch) {
        return topic.publish(batch).chain(taken -> mark(taken).chain(() -> {
            published.increment(taken.size());
            return taken.size() == batch.size()
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom()
                            .failure(new IllegalStateException("SNS refused %d of %d events"
                                    .formatted(batch.size() - taken.size(), batch.size())));
        }));
    }

    private Uni<Void> mark(List<Event> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndMerge(event -> dynamo.call(c -> c.updateItem(update -> update.tableName(table)
                        .key(key(event.subject(), EventStore.sortKey(event)))
                        .updateExpression("REMOVE " + EventStore.OUTBOX)
                        .conditionExpression("attribute_exists(pk)"))))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
