package stage5.order.saga;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import stage5.kit.consume.EventConsumer;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.order.domain.OrderEvent.Rejected;
import stage5.order.domain.RejectionReason;
import stage5.order.domain.Saga;
import stage5.order.domain.SagaState;
import stage5.order.log.OrderLog;
import stage5.order.log.StoredOrder;

/**
 * Goes on with an order once the catalogue has reserved its stock, or refused to. The saga's state makes that happen
 * once: an event that comes again, or too late, finds it elsewhere or gone.
 */
@ApplicationScoped
class StockConsumer implements EventConsumer {

    private final Sagas sagas;
    private final OrderLog log;
    private final Charging charging;
    private final Settling settling;
    private final Clock clock;

    StockConsumer(Sagas sagas, OrderLog log, Charging charging, Settling settling, Clock clock) {
        this.sagas = sagas;
        this.log = log;
        this.charging = charging;
        this.settling = settling;
        this.clock = clock;
    }

    @Override
    public String queue() {
        return "order-saga";
    }

    @Override
    public Uni<Void> on(Event event) {
        return switch (event.type()) {
            case StockData.RESERVED -> whileAwaitingStock(event, (order, saga) -> charging.charge(order, saga, event));
            case StockData.REJECTED -> whileAwaitingStock(event, (order, saga) -> reject(order, saga, event));
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> whileAwaitingStock(Event event, Step step) {
        String orderId = EventCodec.data(event, StockData.class).orderId();
        return sagas.find(orderId)
                .map(found -> found.filter(saga -> saga.state() == SagaState.AWAITING_STOCK))
                .chain(waiting -> waiting.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : log.get(orderId).chain(order -> step.take(order, waiting.get())));
    }

    private Uni<Void> reject(StoredOrder order, Saga saga, Event event) {
        if (order.order().isSettled()) {
            return Uni.createFrom().voidItem();
        }
        String reason = EventCodec.data(event, StockData.class).reason();
        Rejected rejected =
                new Rejected(RejectionReason.of(reason).orElse(RejectionReason.OUT_OF_STOCK), clock.instant());
        return settling.settle(order, saga, rejected, Optional.of(event)).replaceWithVoid();
    }

    private interface Step {
        Uni<Void> take(StoredOrder order, Saga saga);
    }
}
