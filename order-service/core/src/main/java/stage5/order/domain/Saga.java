package stage5.order.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import stage5.order.domain.OrderEvent.Cancelled;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderEvent.Rejected;

/**
 * What is still to be done about an order. It exists exactly as long as something is: from the order's being placed to
 * its being settled and, where a charge may have to be undone, paid back.
 *
 * @param attempts how many charges were begun; from the first on the customer may have been charged, whatever is known
 * @param dueAt when it wants attention unless an event comes first: the deadline for the stock, the next attempt
 * @param deadlineAt when the order is rejected unless it is paid
 * @param version grows with each change, so that of two who act on the same state one fails
 */
public record Saga(
        String orderId,
        SagaState state,
        String paymentToken,
        int attempts,
        Instant dueAt,
        Instant deadlineAt,
        long version) {

    /** Returns the saga of an order that was placed just now. */
    public static Saga begin(String orderId, String paymentToken, Instant stockDeadline, Instant deadline) {
        return new Saga(orderId, SagaState.AWAITING_STOCK, paymentToken, 0, stockDeadline, deadline, 1);
    }

    /**
     * Returns the saga with one more attempt to charge, to be stored before the charge is sent: whoever finds it later
     * knows that there may be a charge. Nobody else tries before {@code leasedUntil}.
     */
    public Saga attempting(Instant leasedUntil) {
        return new Saga(
                orderId, SagaState.AWAITING_PAYMENT, paymentToken, attempts + 1, leasedUntil, deadlineAt, version + 1);
    }

    /** Returns the saga put off after an attempt whose outcome is unknown; a payment never beyond its deadline. */
    public Saga postponed(Instant now, Duration delay) {
        Instant next = now.plus(delay);
        Instant due = state == SagaState.AWAITING_PAYMENT && next.isAfter(deadlineAt) ? deadlineAt : next;
        return new Saga(orderId, state, paymentToken, attempts, due, deadlineAt, version + 1);
    }

    /** Returns the saga of a refund after one more failed try, put off. */
    public Saga refundFailed(Instant now, Duration delay) {
        return new Saga(orderId, state, paymentToken, attempts + 1, now.plus(delay), deadlineAt, version + 1);
    }

    /**
     * Returns what is left to do once the order is settled: nothing, or a refund where the customer may have been
     * charged for what she does not get. A refused payment is known not to be a charge.
     */
    public Optional<Saga> after(OrderEvent outcome, Instant now) {
        boolean mayBeCharged =
                switch (outcome) {
                    case Placed _ -> throw new IllegalArgumentException("Being placed settles no order");
                    case Confirmed _ -> false;
                    case Rejected rejected -> rejected.reason() != RejectionReason.PAYMENT_REFUSED && attempts > 0;
                    case Cancelled _ -> attempts > 0;
                };
        return mayBeCharged
                ? Optional.of(
                        new Saga(orderId, SagaState.REFUNDING, paymentToken, attempts, now, deadlineAt, version + 1))
                : Optional.empty();
    }

    /** Returns whether the time for paying is over. */
    public boolean isOverdue(Instant now) {
        return !now.isBefore(deadlineAt);
    }
}
