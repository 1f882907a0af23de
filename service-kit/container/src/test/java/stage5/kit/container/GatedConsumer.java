package stage5.kit.container;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;

/** Fails on what is poison, waits with what is gated, and remembers what it has begun and ended. */
final class GatedConsumer implements EventConsumer {

    static final String POISON = "stage5.user.poisoned.v1";
    static final String GATED = "stage5.user.gated.v1";

    private final String queue;
    private final CompletableFuture<Void> gate = new CompletableFuture<>();
    private final List<Event> begun = new CopyOnWriteArrayList<>();
    private final List<Event> ended = new CopyOnWriteArrayList<>();

    GatedConsumer(String queue) {
        this.queue = queue;
    }

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public Uni<Void> on(Event event) {
        begun.add(event);
        return effect(event).invoke(() -> ended.add(event));
    }

    void openAll() {
        gate.complete(null);
    }

    List<Event> begun() {
        return begun;
    }

    /** Returns how often the event has been begun. */
    long begun(Event event) {
        return begun.stream().filter(event::equals).count();
    }

    List<Event> ended() {
        return ended;
    }

    private Uni<Void> effect(Event event) {
        return switch (event.type()) {
            case POISON -> throw new IllegalStateException("poison");
            case GATED -> Uni.createFrom().completionStage(gate.copy());
            default -> Uni.createFrom().voidItem();
        };
    }
}
