package stage5.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the stores held when they were read, one after the other.
 *
 * @param reservations the status of each order's claim on stock, by order id
 * @param sagas what is still to be done, by order id
 * @param view the read model's items, by order id
 * @param sales the pieces counted as sold, by sku, with those that Redis is still to count
 * @param notifications the mails that notification-worker was to send, by the id of the causing event
 * @param outboxes how many events wait to be published, by table
 * @param published what the local cloud's SNS has seen; empty where SNS is somebody else's
 */
record Snapshot(
        Instant readAt,
        List<Stock> stocks,
        Map<String, String> reservations,
        List<Order> orders,
        Map<String, Saga> sagas,
        List<ViewedOrder> view,
        Map<String, Long> sales,
        List<Charge> charges,
        Map<String, Notification> notifications,
        List<Mail> mails,
        Map<String, Integer> outboxes,
        List<QueueDepth> queues,
        Optional<Published> published) {

    /** The units of a product; {@code received} is all that ever came in. */
    record Stock(String sku, long onHand, long reserved, long sold, long received) {}

    /**
     * An order as its events tell it, in order.
     *
     * @param event the whole event as it was published
     */
    record StoredEvent(String id, String type, long sequence, JsonNode event) {}

    /** An order's events, sorted by their sequence; at least one. */
    record Order(String id, List<StoredEvent> events) {

        StoredEvent latest() {
            return events.getLast();
        }

        String status() {
            return data().path("status").asText();
        }

        /** Returns the order's whole state after its last event. */
        JsonNode data() {
            return latest().event().path("data");
        }

        boolean isConfirmed() {
            return status().equals("confirmed");
        }

        boolean isOpen() {
            return status().equals("placed");
        }
    }

    /** What is left to do about an order. */
    record Saga(String state, Instant deadlineAt) {

        boolean isRefund() {
            return state.equals("refunding");
        }
    }

    /** An order in its customer's history. */
    record ViewedOrder(String customerId, String orderId, long sequence, String status, JsonNode event) {}

    /** A charge in the payment provider's books; {@code amount} is null where it was voided before it was made. */
    record Charge(String key, String reference, String status, Long amount, String currency) {

        boolean isStanding() {
            return status.equals("succeeded");
        }
    }

    /** What notification-worker remembers of a mail; {@code messageId} is null before it is settled. */
    record Notification(String status, String messageId) {}

    /** A mail in a customer's mailbox. */
    record Mail(String messageId, String to, int deliveries) {}

    /**
     * What SNS has accepted.
     *
     * @param departures those events that are not what their publisher's contract says, in a clause
     */
    record Published(long events, List<String> departures) {}

    /** How many messages a queue and its dead-letter queue hold, waiting or in flight. */
    record QueueDepth(String name, int messages, int deadLetters) {}
}
