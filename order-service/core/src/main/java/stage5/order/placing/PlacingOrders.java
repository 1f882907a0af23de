package stage5.order.placing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import stage5.kit.event.Ids;
import stage5.kit.problem.Problem.FieldError;
import stage5.kit.problem.ProblemException;
import stage5.kit.store.Change;
import stage5.kit.store.ConditionsFailed;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderLine;
import stage5.order.domain.OrderStatus;
import stage5.order.domain.Saga;
import stage5.order.log.OrderLog;
import stage5.order.placing.IdempotencyKeys.Remembered;
import stage5.order.saga.SagaSettings;
import stage5.order.saga.Sagas;

/**
 * Places an order, once per key: the key's memory, the order's first event and its saga are one transaction. It needs
 * neither catalog-service nor Redis nor SNS.
 */
@ApplicationScoped
class PlacingOrders {

    private final IdempotencyKeys keys;
    private final Quotation quotation;
    private final OrderLog log;
    private final Clock clock;
    private final Ids ids;
    private final SagaSettings saga;

    PlacingOrders(IdempotencyKeys keys, Quotation quotation, OrderLog log, Clock clock, Ids ids, SagaSettings saga) {
        this.keys = keys;
        this.quotation = quotation;
        this.log = log;
        this.clock = clock;
        this.ids = ids;
        this.saga = saga;
    }

    /**
     * Returns the order that the key has placed, now or before; fails with a 400 or 422 problem for what can't be
     * ordered, and with a 422 where the key was used for something else.
     */
    Uni<PlacedOrder> place(IdempotencyKey key, PlaceOrderRequest request) {
        Quotation.requireEachProductOnce(request.lines());
        String digest = RequestDigest.of(request);
        return quotation
                .quote(request.lines())
                .onItemOrFailure()
                .transformToUni((lines, refusal) -> refusal == null
                        ? commit(key, request.paymentToken(), lines, digest)
                        : placedBefore(key, digest, refusal));
    }

    /** A repeated request gets its answer, though a product may have gone since. */
    private Uni<PlacedOrder> placedBefore(IdempotencyKey key, String digest, Throwable refusal) {
        return keys.find(key).chain(found -> found.map(remembered -> answer(remembered, digest))
                .orElseGet(() -> Uni.createFrom().failure(refusal)));
    }

    private Uni<PlacedOrder> commit(IdempotencyKey key, String paymentToken, List<OrderLine> lines, String digest) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Placed placed = Order.place(ids.next(), key.customerId(), lines, now);
        PlacedOrder answer = new PlacedOrder(placed.orderId(), OrderStatus.PLACED.word(), placed.total());
        Saga begun =
                Saga.begin(placed.orderId(), paymentToken, now.plus(saga.stockDeadline()), now.plus(saga.deadline()));
        return log.begin(placed, change -> withMemory(change, begun, key, new Remembered(digest, answer)))
                .replaceWith(answer)
                .onFailure(PlacingOrders::keyWasTaken)
                .recoverWithUni(() -> keys.find(key).chain(found -> answer(found.orElseThrow(), digest)));
    }

    private Change withMemory(Change change, Saga begun, IdempotencyKey key, Remembered remembered) {
        return keys.remember(Sagas.begin(change, begun), key, remembered);
    }

    /** The key has placed an order, long ago or at this very moment: no reading first could rule that out. */
    private static boolean keyWasTaken(Throwable failure) {
        return failure instanceof ConditionsFailed conditions
                && conditions.labels().contains(IdempotencyKeys.KEY);
    }

    private static Uni<PlacedOrder> answer(Remembered remembered, String digest) {
        if (remembered.digest().equals(digest)) {
            return Uni.createFrom().item(remembered.answer());
        }
        return Uni.createFrom()
                .failure(ProblemException.unprocessable(
                        "idempotency-key-reused",
                        "This key has placed another order; take a new one for each.",
                        List.of(new FieldError(IdempotencyKey.HEADER, "was used for another request"))));
    }
}
