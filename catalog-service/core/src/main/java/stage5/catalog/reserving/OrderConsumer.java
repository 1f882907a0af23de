package stage5.catalog.reserving;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import stage5.kit.events.consumption.BatchEventConsumer;
import stage5.kit.events.envelope.Event;

/** Consumes order-service's events and moves stock accordingly; the orders of a batch share a transaction. */
@ApplicationScoped
public class OrderConsumer implements BatchEventConsumer {

    static final String QUEUE = "catalog-orders";

    private final Reserving reserving;

    OrderConsumer(Reserving reserving) {
        this.reserving = reserving;
    }

    @Override
    public String queue() {
        return QUEUE;
    }

    @Override
    public Uni<Void> on(Event event) {
        return onAll(List.of(event));
    }

    @Override
    public Uni<Void> onAll(List<Event> events) {
        return Uni.createFrom().deferred(() -> reserving.apply(steps(events)));
    }

    /** Returns the steps that the events cause; throws an exception if one of them can't be read. */
    private static List<ReservationStep> steps(List<Event> events) {
        return events.stream()
                .map(ReservationStep::of)
                .flatMap(Optional::stream)
                .toList();
    }
}
