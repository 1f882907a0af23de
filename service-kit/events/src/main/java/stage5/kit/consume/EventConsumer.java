package stage5.kit.consume;

import io.smallrye.mutiny.Uni;
import stage5.kit.event.Event;

/** What a service does with the events of one of its queues; a CDI bean. */
public interface EventConsumer {

    /** Returns the name of the queue, as the topology has it. */
    String queue();

    /**
     * Returns when the event's effect is durable. It may be called again with the same event, and with events of one
     * subject out of order; an event type that it does not know is none of its business and succeeds.
     */
    Uni<Void> on(Event event);
}
