package stage5.catalog.reserving;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;

/** Consumes order-service's events and moves stock accordingly. */
@ApplicationScoped
public class OrderConsumer implements EventConsumer {

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
        return switch (event.type()) {
            case OrderData.PLACED -> reserving.reserve(event, order(event));
            case OrderData.CONFIRMED -> reserving.sell(event, order(event).orderId());
            case OrderData.REJECTED, OrderData.CANCELLED ->
                reserving.release(event, order(event).orderId());
            default -> Uni.createFrom().voidItem();
        };
    }

    private static OrderData order(Event event) {
        return EventCodec.data(event, OrderData.class);
    }
}
