package stage5.order.history;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import stage5.kit.consume.EventConsumer;
import stage5.kit.event.Event;
import stage5.kit.view.Views;
import stage5.order.log.OrderData;
import stage5.order.sales.Sales;

/** Feeds the read models with this service's own events. */
@ApplicationScoped
class ViewsConsumer implements EventConsumer {

    private final Views views;
    private final History history;
    private final Sales sales;

    ViewsConsumer(Views views, History history, Sales sales) {
        this.views = views;
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
            case OrderData.PLACED, OrderData.REJECTED, OrderData.CANCELLED -> views.project(history, event);
            case OrderData.CONFIRMED -> views.project(history, event).chain(() -> sales.sold(event));
            default -> Uni.createFrom().voidItem();
        };
    }
}
