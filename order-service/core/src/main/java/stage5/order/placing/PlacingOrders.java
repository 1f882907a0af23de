package stage5.order.placing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import stage5.kit.events.envelope.TimeOrderedIds;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.web.problem.Problem.FieldError;
import stage5.kit.web.problem.ProblemException;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderLine;
import stage5.order.domain.OrderStatus;
import stage5.order.domain.Saga;
import stage5.order.placing.IdempotencyKeys.StoredResult;
import stage5.order.saga.SagaSettings;
import stage5.order.saga.SagaStore;
import stage5.order.store.OrderStore;

/**
 * Places one order per idempotency key. The key, the first event of the order and its saga are written in one transaction.
 * Placing needs neither catalog-service nor Redis nor SNS.
 */
@ApplicationScoped
class PlacingOrders {

    private final IdempotencyKeys keys;
    private final LinePricing pricing;
    private final OrderStore orders;
    private final SagaStore sagas;
    private final Clock clock;
    private final TimeOrderedIds ids;
    private final SagaSettings settings;

    PlacingOrders(
            IdempotencyKeys keys,
            LinePricing pricing,
            OrderStore orders,
            SagaStore sagas,
            Clock clock,
            TimeOrderedIds ids,
            SagaSettings settings) {
        this.keys = keys;
        this.pricing = pricing;
        this.orders = orders;
        this.sagas = sagas;
        this.clock = clock;
        this.ids = ids;
        this.settings = settings;
    }

    /**
     * Completes with the order that the key has placed, now or before. Fails with a 400 or 422 problem if the lines cannot
     * be ordered, and with a 422 problem if the key was used for another request.
     */
    Uni<PlaceOrderResponse> place(IdempotencyKey key, PlaceOrderRequest request) {
        LinePricing.requireEachProductOnce(request.lines());
        String digest = RequestDigest.of(request);
        return pricing.price(request.lines())
                .onItemOrFailure()
                .transformToUni((lines, refusal) -> refusal == null
                        ? commit(key, request.paymentToken(), lines, digest)
                        : placedBefore(key, digest, refusal));
    }

    /** Completes with the stored response of a repeated request, even if a product is no longer for sale. */
    private Uni<PlaceOrderResponse> placedBefore(IdempotencyKey key, String digest, Throwable refusal) {
        return keys.find(key).chain(found -> found.map(result -> repeat(result, digest))
                .orElseGet(() -> Uni.createFrom().failure(refusal)));
    }

    private Uni<PlaceOrderResponse> commit(
            IdempotencyKey key, String paymentToken, List<OrderLine> lines, String digest) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Placed placed = Order.place(ids.next(), key.customerId(), lines, now);
        PlaceOrderResponse response =
                new PlaceOrderResponse(placed.orderId(), OrderStatus.PLACED.word(), placed.total());
        Saga saga = Saga.begin(
                placed.orderId(), paymentToken, now.plus(settings.stockDeadline()), now.plus(settings.deadline()));
        return orders.begin(placed, change -> withKey(change, saga, key, new StoredResult(digest, response)))
                .replaceWith(response)
                .onFailure(PlacingOrders::isKeyInUse)
                .recoverWithUni(() -> keys.find(key).chain(found -> repeat(found.orElseThrow(), digest)));
    }

    private Change withKey(Change change, Saga saga, IdempotencyKey key, StoredResult result) {
        return keys.add(sagas.begin(change, saga), key, result);
    }

    /** A read before the write could not detect a concurrent request with the same key; only the condition can. */
    private static boolean isKeyInUse(Throwable failure) {
        return failure instanceof ConditionsFailed conditions
                && conditions.labels().contains(IdempotencyKeys.KEY);
    }

    private static Uni<PlaceOrderResponse> repeat(StoredResult result, String digest) {
        if (result.digest().equals(digest)) {
            return Uni.createFrom().item(result.response());
        }
        return Uni.createFrom()
                .failure(ProblemException.unprocessable(
                        "idempotency-key-reused",
                        "This key has placed another order; use a new key for each order.",
                        List.of(new FieldError(IdempotencyKey.HEADER, "was used for another request"))));
    }
}
