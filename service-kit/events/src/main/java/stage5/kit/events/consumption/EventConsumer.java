package stage5.kit.events.consumption;

import io.smallrye.mutiny.Uni;
import stage5.kit.events.envelope.Event;

/** Applies the events of one queue to a service's state. Implementations are CDI beans. */
public interface EventConsumer {

    /** Returns the name of the queue in the topology. */
    String queue();

    /**
     * Completes once the event's effect is durable; fails if it has to be delivered again. May be called with
     * duplicates and with events of a subject out of order. Has to complete normally for event types that it does not
     * know.
     */
    Uni<Void> on(Event event);
}
