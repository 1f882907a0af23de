package stage5.order.history;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import stage5.kit.consume.EventConsumer;
import stage5.kit.event.Event;
import stage5.order.log.OrderData;
import stage5.order.sales.Sales;

/** Feeds the read models with this service's own events. */
@ApplicationScoped
class ViewsConsumer implements EventConsumer {

    private final History history;
    private final Sales sales;

    ViewsConsumer(History history, Sales sales) {
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
            case OrderData.PLACED, OrderData.REJECTED, OrderData.CANCELLED -> history.project(event);
            case OrderData.CONFIRMED -> history.project(event).chain(() -> sales.sold(event));
            default -> Uni.createFrom().voidItem();
        };
    }
}
