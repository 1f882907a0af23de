package stage5.order.readmodel;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import stage5.kit.events.consumption.BatchEventConsumer;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.projection.Projections;
import stage5.order.history.OrderHistory;
import stage5.order.sales.CountingSales;
import stage5.order.store.OrderData;

/** Updates the read models {@code history} and {@code sales} from the events of this service. */
@ApplicationScoped
class ReadModelsConsumer implements BatchEventConsumer {

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
            case OrderData.CONFIRMED -> projections.project(history, event).chain(() -> sales.count(List.of(event)));
            default -> Uni.createFrom().voidItem();
        };
    }

    /** Both read models tolerate events that they have seen, so a failure between them needs no undoing. */
    @Override
    public Uni<Void> onAll(List<Event> events) {
        List<Event> known = events.stream()
                .filter(event -> OrderData.TYPES.contains(event.type()))
                .toList();
        List<Event> confirmed = known.stream()
                .filter(event -> event.type().equals(OrderData.CONFIRMED))
                .toList();
        return projections.projectAll(history, known).chain(() -> sales.count(confirmed));
    }
}
