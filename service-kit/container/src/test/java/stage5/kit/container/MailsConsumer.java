package stage5.kit.container;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;

/** Consumes notification-worker's queue and records the events. */
@ApplicationScoped
public class MailsConsumer implements EventConsumer {

    private final Queue<Event> received = new ConcurrentLinkedQueue<>();

    @Override
    public String queue() {
        return "notification-mails";
    }

    @Override
    public Uni<Void> on(Event event) {
        received.add(event);
        return Uni.createFrom().voidItem();
    }

    public Queue<Event> received() {
        return received;
    }
}
