package stage5.order.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import stage5.order.domain.OrderEvent.Cancelled;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderEvent.Rejected;

/**
 * The steps that remain for an order. A saga exists from the placing of its order until the order is settled. If a charge
 * may have to be voided, it exists until that is done.
 *
 * <p>A charge is sent without storing that it begins. So the customer may have been charged from the moment at which the stock
 * may be reserved, also while {@code attempts} is 0.
 *
 * @param attempts the number of charges with an unknown outcome. While refunding: the number of voids begun
 * @param dueAt the time of the next step, unless an event comes first: the stock deadline or the next attempt
 * @param deadlineAt the time at which an unpaid order is rejected
 * @param version grows with each change, so that a concurrent change of the same state fails
 */
public record Saga(
        String orderId,
        SagaState state,
        String paymentToken,
        int attempts,
        Instant dueAt,
        Instant deadlineAt,
        long version) {

    private static final long FIRST_VERSION = 1;

    /** Returns the saga of a new order. */
    public static Saga begin(String orderId, String paymentToken, Instant stockDeadline, Instant deadline) {
        return new Saga(orderId, SagaState.AWAITING_STOCK, paymentToken, 0, stockDeadline, deadline, FIRST_VERSION);
    }

    /**
     * Returns the saga after one more charge with an unknown outcome. The next attempt is after {@code delay}, and at the
     * deadline at the latest.
     */
    public Saga postponed(Instant now, Duration delay) {
        Instant next = now.plus(delay);
        Instant due = next.isAfter(deadlineAt) ? deadlineAt : next;
        return new Saga(orderId, SagaState.AWAITING_PAYMENT, paymentToken, attempts + 1, due, deadlineAt, version + 1);
    }

    /** Returns a refunding saga with one more failed attempt and the next one after {@code delay}. */
    public Saga refundFailed(Instant now, Duration delay) {
        return new Saga(
                orderId, SagaState.REFUNDING, paymentToken, attempts + 1, now.plus(delay), deadlineAt, version + 1);
    }

    /**
     * Returns the saga that remains once the order is settled: a refund if the customer may have been charged for an order
     * that is not confirmed, otherwise empty. A refusal of the provider concerns only its own request: a request of another
     * process, or one that was sent before a crash, may have charged the customer. Only if catalog-service has refused the
     * stock, no charge was begun.
     */
    public Optional<Saga> after(OrderEvent outcome, Instant now) {
        boolean mayBeCharged =
                switch (outcome) {
                    case Placed _ -> throw new IllegalArgumentException("Placed does not settle an order");
                    case Confirmed _ -> false;
                    case Rejected rejected -> attempts > 0 || !rejected.reason().isStockRefused();
                    case Cancelled _ -> true;
                };
        return mayBeCharged
                ? Optional.of(new Saga(orderId, SagaState.REFUNDING, paymentToken, 1, now, deadlineAt, version + 1))
                : Optional.empty();
    }

    /** Returns whether the saga is unchanged since its order was placed. */
    public boolean isFirst() {
        return version == FIRST_VERSION;
    }

    /** Returns whether the payment deadline has passed. */
    public boolean isOverdue(Instant now) {
        return !now.isBefore(deadlineAt);
    }
}
