package stage5.kit.container;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;

/** Fails for poison events, waits for the gate with gated events (before it fails, if they are poison), and records which events it started and finished. */
final class GatedConsumer implements EventConsumer {

    static final String POISON = "stage5.user.poisoned.v1";
    static final String GATED_POISON = "stage5.user.gated-poison.v1";
    static final String GATED = "stage5.user.gated.v1";

    private final String queue;
    private final CompletableFuture<Void> gate = new CompletableFuture<>();
    private final List<Event> started = new CopyOnWriteArrayList<>();
    private final List<Event> finished = new CopyOnWriteArrayList<>();

    GatedConsumer(String queue) {
        this.queue = queue;
    }

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public Uni<Void> on(Event event) {
        started.add(event);
        return effect(event).invoke(() -> finished.add(event));
    }

    void openGate() {
        gate.complete(null);
    }

    List<Event> started() {
        return started;
    }

    /** Returns how often the event was started. */
    long started(Event event) {
        return started.stream().filter(event::equals).count();
    }

    List<Event> finished() {
        return finished;
    }

    private Uni<Void> effect(Event event) {
        return switch (event.type()) {
            case POISON -> throw new IllegalStateException("poison");
            case GATED_POISON ->
                gate().invoke(() -> {
                    throw new IllegalStateException("poison");
                });
            case GATED -> gate();
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> gate() {
        return Uni.createFrom().completionStage(gate.copy());
    }
}
