package stage5.kit.events.consumption;

import io.smallrye.mutiny.Uni;
import java.util.List;
import stage5.kit.events.envelope.Event;

/** A consumer that applies several events more cheaply together, for example in one transaction. */
public interface BatchEventConsumer extends EventConsumer {

    /**
     * Completes once the effects of all events are durable. If it fails, each event is tried alone through {@link #on},
     * with retries; so a failure must leave either no effect or one that {@link #on} tolerates.
     *
     * @param events at least two, of different subjects; duplicates and events of unknown types are possible, as in
     *     {@link #on}
     */
    Uni<Void> onAll(List<Event> events);
}
