package stage5.order.domain;

import java.time.Instant;
import java.util.List;
import stage5.kit.web.money.Money;

/** An event of an order. */
public sealed interface OrderEvent {

    /** Returns the time of the event. */
    Instant at();

    /** Returns the same event with another time. */
    OrderEvent withTime(Instant time);

    /** A customer has placed the order; nothing is reserved or paid yet. */
    record Placed(String orderId, String customerId, List<OrderLine> lines, Money total, Instant at)
            implements OrderEvent {

        public Placed {
            lines = List.copyOf(lines);
        }

        @Override
        public Placed withTime(Instant time) {
            return new Placed(orderId, customerId, lines, total, time);
        }
    }

    /** The stock is reserved and the customer is charged. */
    record Confirmed(Instant at) implements OrderEvent {

        @Override
        public Confirmed withTime(Instant time) {
            return new Confirmed(time);
        }
    }

    /** The shop cannot fulfil the order. */
    record Rejected(RejectionReason reason, Instant at) implements OrderEvent {

        @Override
        public Rejected withTime(Instant time) {
            return new Rejected(reason, time);
        }
    }

    /** The customer has cancelled the order. */
    record Cancelled(Instant at) implements OrderEvent {

        @Override
        public Cancelled withTime(Instant time) {
            return new Cancelled(time);
        }
    }
}
