package stage5.order.readmodel;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.projection.Projections;
import stage5.order.history.OrderHistory;
import stage5.order.sales.CountingSales;
import stage5.order.store.OrderData;

/** Updates the read models {@code history} and {@code sales} from the events of this service. */
@ApplicationScoped
class ReadModelsConsumer implements EventConsumer {

    private final Projections projections;
    private final OrderHistory history;
    private final CountingSales sales;

    ReadModelsConsumer(Projections projections, OrderHistory history, CountingSales sales) {
        this.projections = projections;
        this.history = history;
        this.sales = sales;
    }

    @Override
    public String queue() {
        return "order-views";
    }

    @Override
    public Uni<Void> on(Event event) {
        return switch (event.type()) {
            case OrderData.PLACED, OrderData.REJECTED, OrderData.CANCELLED -> projections.project(history, event);
            case OrderData.CONFIRMED -> projections.project(history, event).chain(() -> sales.count(event));
            default -> Uni.createFrom().voidItem();
        };
    }
}
