package stage5.order.placing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.web.problem.Problem.FieldError;
import stage5.kit.web.problem.ProblemException;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderLine;
import stage5.order.domain.OrderStatus;
import stage5.order.domain.Saga;
import stage5.order.saga.OrderAndSaga;
import stage5.order.saga.SagaSettings;
import stage5.order.saga.SagaStore;
import stage5.order.store.OrderStore;

/**
 * Places one order per idempotency key. The order's id follows from the key, so a repeated request finds the first event of
 * its order taken. The first event and the order's saga are written in one transaction. Placing needs neither catalog-service
 * nor Redis nor SNS.
 */
@ApplicationScoped
class PlacingOrders {

    private final LinePricing pricing;
    private final OrderStore orders;
    private final SagaStore sagas;
    private final Clock clock;
    private final SagaSettings settings;

    PlacingOrders(LinePricing pricing, OrderStore orders, SagaStore sagas, Clock clock, SagaSettings settings) {
        this.pricing = pricing;
        this.orders = orders;
        this.sagas = sagas;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Completes with the order that the key has placed, now or before. Fails with a 400 or 422 problem if the lines cannot
     * be ordered, and with a 422 problem if the key was used for another request.
     */
    Uni<PlaceOrderResponse> place(IdempotencyKey key, PlaceOrderRequest request) {
        LinePricing.requireEachProductOnce(request.lines());
        String orderId = key.orderId();
        return pricing.price(request.lines())
                .onItemOrFailure()
                .transformToUni((lines, refusal) -> refusal == null
                        ? commit(orderId, key.customerId(), request, lines)
                        : placedBefore(orderId, request, refusal));
    }

    /** Completes with the response of a repeated request, even if a product is no longer for sale. */
    private Uni<PlaceOrderResponse> placedBefore(String orderId, PlaceOrderRequest request, Throwable refusal) {
        return sagas.placed(orderId).chain(found -> found.map(placed -> repeat(placed, request))
                .orElseGet(() -> Uni.createFrom().failure(refusal)));
    }

    private Uni<PlaceOrderResponse> commit(
            String orderId, String customerId, PlaceOrderRequest request, List<OrderLine> lines) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Placed placed = Order.place(orderId, customerId, lines, now);
        Saga saga = Saga.begin(
                orderId, request.paymentToken(), now.plus(settings.stockDeadline()), now.plus(settings.deadline()));
        return orders.begin(placed, sagas.attributes(saga), change -> sagas.begin(change, saga))
                .map(stored -> response(stored.order()))
                .onFailure(PlacingOrders::isPlacedBefore)
                .recoverWithUni(
                        () -> sagas.placed(orderId).map(Optional::orElseThrow).chain(found -> repeat(found, request)));
    }

    /** A read before the write could not detect a concurrent request with the same key; only the condition can. */
    private static boolean isPlacedBefore(Throwable failure) {
        return failure instanceof ConditionsFailed conditions
                && conditions.labels().contains(Change.SEQUENCE);
    }

    private static Uni<PlaceOrderResponse> repeat(OrderAndSaga placed, PlaceOrderRequest request) {
        if (isSame(placed, request)) {
            return Uni.createFrom().item(response(placed.order()));
        }
        return Uni.createFrom()
                .failure(ProblemException.unprocessable(
                        "idempotency-key-reused",
                        "This key has placed another order; use a new key for each order.",
                        List.of(new FieldError(IdempotencyKey.HEADER, "was used for another request"))));
    }

    /** Returns whether the order was placed by a request with this content, whatever the products cost since. */
    private static boolean isSame(OrderAndSaga placed, PlaceOrderRequest request) {
        return placed.openSaga().paymentToken().equals(request.paymentToken())
                && placed.order().lines().stream()
                        .map(line -> new PlaceOrderRequest.Line(line.sku(), line.quantity()))
                        .toList()
                        .equals(request.lines());
    }

    private static PlaceOrderResponse response(Order placed) {
        return new PlaceOrderResponse(placed.id(), OrderStatus.PLACED.word(), placed.total());
    }
}
