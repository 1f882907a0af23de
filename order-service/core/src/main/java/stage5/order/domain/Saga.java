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
 * @param attempts the number of charges begun; once it is positive, the customer may have been charged. While refunding: the
 *     number of voids begun
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

    /** Returns the saga of a new order. */
    public static Saga begin(String orderId, String paymentToken, Instant stockDeadline, Instant deadline) {
        return new Saga(orderId, SagaState.AWAITING_STOCK, paymentToken, 0, stockDeadline, deadline, 1);
    }

    /**
     * Returns the saga with one more attempt to charge. Store it before sending the charge, so that a crash in between
     * leaves a record that the customer may have been charged. No other process tries before {@code leasedUntil}.
     */
    public Saga attempting(Instant leasedUntil) {
        return new Saga(
                orderId, SagaState.AWAITING_PAYMENT, paymentToken, attempts + 1, leasedUntil, deadlineAt, version + 1);
    }

    /** Returns the saga with its next attempt after {@code delay}; a payment is due at its deadline at the latest. */
    public Saga postponed(Instant now, Duration delay) {
        Instant next = now.plus(delay);
        Instant due = state == SagaState.AWAITING_PAYMENT && next.isAfter(deadlineAt) ? deadlineAt : next;
        return new Saga(orderId, state, paymentToken, attempts, due, deadlineAt, version + 1);
    }

    /**
     * Returns the saga with at least this number of attempts: one attempt may have sent several requests. The version is
     * unchanged, because only the next change of the saga stores the number.
     */
    public Saga withAtLeast(int charges) {
        return new Saga(orderId, state, paymentToken, Math.max(attempts, charges), dueAt, deadlineAt, version);
    }

    /** Returns a refunding saga with one more failed attempt and the next one after {@code delay}. */
    public Saga refundFailed(Instant now, Duration delay) {
        return new Saga(orderId, state, paymentToken, attempts + 1, now.plus(delay), deadlineAt, version + 1);
    }

    /**
     * Returns the saga that remains once the order is settled: a refund if the customer may have been charged for an order
     * that is not confirmed, otherwise empty. A refusal concerns only its own request: an earlier request without a response
     * may have charged the customer.
     */
    public Optional<Saga> after(OrderEvent outcome, Instant now) {
        boolean mayBeCharged =
                switch (outcome) {
                    case Placed _ -> throw new IllegalArgumentException("Placed does not settle an order");
                    case Confirmed _ -> false;
                    case Rejected rejected -> attempts > (rejected.reason() == RejectionReason.PAYMENT_REFUSED ? 1 : 0);
                    case Cancelled _ -> attempts > 0;
                };
        return mayBeCharged
                ? Optional.of(new Saga(orderId, SagaState.REFUNDING, paymentToken, 1, now, deadlineAt, version + 1))
                : Optional.empty();
    }

    /** Returns whether the payment deadline has passed. */
    public boolean isOverdue(Instant now) {
        return !now.isBefore(deadlineAt);
    }
}
