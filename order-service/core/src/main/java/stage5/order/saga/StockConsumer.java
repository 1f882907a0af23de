package stage5.order.saga;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.MessageOutcome;
import stage5.kit.web.admission.AdmissionDelays;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent.Rejected;
import stage5.order.domain.RejectionReason;
import stage5.order.domain.Saga;
import stage5.order.domain.SagaState;
import stage5.order.store.StoredOrder;

/**
 * Continues an order once catalog-service has reserved or refused its stock: charges it or rejects it. The state of the saga
 * makes this idempotent: a duplicate or late event finds another state, or no saga. Two processes that charge at the same time
 * for duplicates use the same idempotency key, and only one of them settles the order.
 */
@ApplicationScoped
class StockConsumer implements EventConsumer {

    /** The class of routes that {@code stage5.admission.classes} limits. */
    private static final String PLACE_ORDER = "place-order";

    private final SagaStore sagas;
    private final ChargingOrders charging;
    private final SettlingOrders settling;
    private final AdmissionDelays delays;
    private final Clock clock;

    StockConsumer(
            SagaStore sagas, ChargingOrders charging, SettlingOrders settling, AdmissionDelays delays, Clock clock) {
        this.sagas = sagas;
        this.charging = charging;
        this.settling = settling;
        this.delays = delays;
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
        return sagas.find(orderId).chain(found -> found.filter(StockConsumer::isAwaitingStock)
                .map(open -> {
                    reportDelay(open.order());
                    return step.run(open.stored(), open.openSaga());
                })
                .orElseGet(() -> Uni.createFrom().voidItem().invoke(MessageOutcome::duplicate)));
    }

    private static boolean isAwaitingStock(OrderAndSaga found) {
        return !found.order().isSettled()
                && found.saga()
                        .filter(saga -> saga.state() == SagaState.AWAITING_STOCK)
                        .isPresent();
    }

    /** Orders are accepted no faster than their stock is reserved: otherwise they would wait in queues until they expire. */
    private void reportDelay(Order order) {
        delays.completed(PLACE_ORDER, Duration.between(order.placedAt(), clock.instant()));
    }

    private Uni<Void> reject(StoredOrder order, Saga saga, Event event) {
        String reason = EventCodec.data(event, StockData.class).reason();
        Rejected rejected =
                new Rejected(RejectionReason.of(reason).orElse(RejectionReason.OUT_OF_STOCK), clock.instant());
        return settling.settle(order, saga, rejected, Optional.of(event)).replaceWithVoid();
    }

    private interface Step {
        Uni<Void> run(StoredOrder order, Saga saga);
    }
}
