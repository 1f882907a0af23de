package stage5.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The contents of the stores, which were read one after the other.
 *
 * @param stocks the stock of each product in one bucket or several
 * @param reservations the status of each order's reservation, by order id
 * @param sagas the saga of each order that has one, by order id
 * @param histories the items of the read model of order histories
 * @param sales the units counted as sold, by SKU, including those that Redis has not yet counted
 * @param notifications notification-worker's mails, by the id of the causing event
 * @param outboxes the number of unpublished events by table, and of those that are set aside
 * @param published the result of the local cloud's contract check; empty if SNS is outside the local cloud
 */
record Snapshot(
        Instant readAt,
        List<Stock> stocks,
        Map<String, String> reservations,
        List<Order> orders,
        Map<String, Saga> sagas,
        List<OrderInHistory> histories,
        Map<String, Long> sales,
        List<Charge> charges,
        Map<String, Notification> notifications,
        List<Mail> mails,
        Map<String, Integer> outboxes,
        List<QueueDepth> queues,
        Optional<Published> published) {

    /**
     * The units of one bucket of a product; {@code received} counts all that were ever added, or moved from other buckets.
     *
     * @param bucket the SKU, and the bucket's number if it is not the only one: {@code KIT-1001/b1}
     */
    record Stock(String bucket, long onHand, long reserved, long sold, long received) {

        String sku() {
            return bucket.split("/", 2)[0];
        }
    }

    /**
     * One event of an order.
     *
     * @param event the complete event as it was published
     */
    record StoredEvent(String id, String type, long sequence, JsonNode event) {}

    /** An order and its events, sorted by sequence; at least one. */
    record Order(String id, List<StoredEvent> events) {

        StoredEvent latest() {
            return events.getLast();
        }

        String status() {
            return data().path("status").asText();
        }

        /** Returns the order's complete state after its last event. */
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

    /**
     * The saga of an order.
     *
     * @param isDue whether a time is stored at which its next step is due
     */
    record Saga(String state, Instant deadlineAt, boolean isDue) {

        boolean isRefund() {
            return state.equals("refunding");
        }
    }

    /** An order in its customer's history. */
    record OrderInHistory(String customerId, String orderId, long sequence, String status, JsonNode event) {}

    /** A charge of the payment provider; {@code amount} is null if it was voided before it was made. */
    record Charge(String key, String reference, String status, Long amount, String currency) {

        boolean isCharged() {
            return status.equals("succeeded");
        }
    }

    /** notification-worker's record of a mail; {@code messageId} is null until the mail is settled. */
    record Notification(String status, String messageId) {}

    /** A mail in a customer's mailbox. */
    record Mail(String messageId, String to, int deliveries) {}

    /**
     * The events that SNS has accepted.
     *
     * @param events how many were checked
     * @param violations each event that violates its publisher's contract, as a clause
     */
    record Published(long events, List<String> violations) {}

    /** The number of messages in a queue and in its dead-letter queue, waiting or in flight. */
    record QueueDepth(String name, int messages, int deadLetters) {}
}
