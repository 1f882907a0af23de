package stage5.order.domain;

import java.time.Instant;
import java.util.List;
import stage5.kit.money.Money;

/** What has happened to an order. */
public sealed interface OrderEvent {

    /** Returns when it happened. */
    Instant at();

    /** A customer has ordered; nothing is reserved or paid yet. */
    record Placed(String orderId, String customerId, List<OrderLine> lines, Money total, Instant at)
            implements OrderEvent {

        public Placed {
            lines = List.copyOf(lines);
        }
    }

    /** The stock is reserved and the money charged. */
    record Confirmed(Instant at) implements OrderEvent {}

    /** The shop could not fulfil it. */
    record Rejected(RejectionReason reason, Instant at) implements OrderEvent {}

    /** The customer did not want it any longer. */
    record Cancelled(Instant at) implements OrderEvent {}
}
