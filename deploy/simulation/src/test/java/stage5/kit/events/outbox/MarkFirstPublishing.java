package stage5.kit.events.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;

/** A planted defect: removes events from the outbox before SNS has accepted them. */
public final class MarkFirstPublishing extends Publishing {

    private final OutboxItems items;
    private final OutboxRemoval removal;

    MarkFirstPublishing(
            Topic topic,
            Outbox outbox,
            OutboxItems items,
            OutboxRemoval removal,
            Predecessors predecessors,
            EventTrace trace,
            Clock clock,
            MeterRegistry metrics,
            OutboxSettings settings) {
        super(topic, outbox, items, removal, predecessors, trace, clock, metrics, settings);
        this.items = items;
        this.removal = removal;
    }

    /** Returns the package-private type that this class replaces. */
    public static Class<?> type() {
        return Publishing.class;
    }

    @Override
    public Uni<Void> afterCommit(List<Event> events, List<Map<String, AttributeValue>> obsolete) {
        return removal.remove(events.stream().map(items::item).toList(), Duration.ZERO)
                .chain(() -> super.afterCommit(events, obsolete));
    }
}
