package stage5.kit.lambda.events;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;

/** Records events; fails for events of type {@link #POISON}, hangs for {@link #HANGING}. */
@ApplicationScoped
public class MailsConsumer implements EventConsumer {

    static final String POISON = "stage5.user.poisoned.v1";
    static final String HANGING = "stage5.user.hanging.v1";

    private final Queue<Event> received = new ConcurrentLinkedQueue<>();

    @Override
    public String queue() {
        return "notification-mails";
    }

    @Override
    public Uni<Void> on(Event event) {
        if (event.type().equals(POISON)) {
            return Uni.createFrom().failure(new IllegalStateException("poison"));
        }
        if (event.type().equals(HANGING)) {
            return Uni.createFrom().nothing();
        }
        received.add(event);
        return Uni.createFrom().voidItem();
    }

    Queue<Event> received() {
        return received;
    }
}
