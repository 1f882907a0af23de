package stage5.notification;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.notification.event.OrderData;
import stage5.notification.event.UserData;

/** A customer that no other test uses, with the events that user-service and order-service publish about it. */
public record CustomerFixture(String customerId, String email, String name) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns a new customer. */
    public static CustomerFixture create() {
        String id = id();
        return new CustomerFixture(id, "ada." + id + "@stage5.example", "Ada Lovelace");
    }

    /** Returns the customer with another name. */
    public CustomerFixture named(String name) {
        return new CustomerFixture(customerId, email, name);
    }

    /** Returns the customer with another email address. */
    public CustomerFixture at(String email) {
        return new CustomerFixture(customerId, email, name);
    }

    /** Returns the event {@code user.registered}. */
    public Event registered() {
        return user(UserData.REGISTERED, 1);
    }

    /** Returns the event {@code user.changed} with the name and address of this fixture. */
    public Event changed(long sequence) {
        return user(UserData.CHANGED, sequence);
    }

    /** Returns the event {@code user.password-changed}. */
    public Event passwordChanged(long sequence) {
        return user(UserData.PASSWORD_CHANGED, sequence);
    }

    /** Returns the event {@code user.sign-up-refused}. */
    public Event signUpRefused(long sequence) {
        return user(UserData.SIGN_UP_REFUSED, sequence);
    }

    /** Returns the event {@code order.confirmed} for a new order. */
    public Event confirmed() {
        return order(OrderData.CONFIRMED, Map.of());
    }

    /** Returns the event {@code order.rejected} for a new order. */
    public Event rejected(String reason) {
        return order(OrderData.REJECTED, Map.of("reason", reason));
    }

    /** Returns the event {@code order.cancelled} for a new order. */
    public Event cancelled() {
        return order(OrderData.CANCELLED, Map.of());
    }

    /** Returns the event as the queue delivers it. */
    public static Delivery delivery(Event event) {
        return new Delivery("message-" + id(), EventCodec.write(event));
    }

    private Event user(String type, long sequence) {
        return event(
                type,
                "user/" + customerId,
                sequence,
                Map.of("userId", customerId, "email", email, "name", name, "of a later version", true));
    }

    private Event order(String type, Map<String, Object> more) {
        String orderId = id();
        ObjectNode data = JSON.valueToTree(Map.of(
                "orderId",
                orderId,
                "customerId",
                customerId,
                "status",
                type.split("\\.")[2],
                "lines",
                List.of(line("MUG-1", "Mug <blue>", 2, 1250), line("TEA-7", "Tea & biscuits", 1, 999)),
                "total",
                money(3499),
                "placedAt",
                "2026-01-02T10:15:30Z"));
        data.setAll((ObjectNode) JSON.valueToTree(more));
        return event(type, "order/" + orderId, 2, data);
    }

    private static Map<String, Object> line(String sku, String name, int quantity, long price) {
        return Map.of("sku", sku, "name", name, "quantity", quantity, "price", money(price));
    }

    private static Map<String, Object> money(long amount) {
        return Map.of("amount", amount, "currency", "EUR");
    }

    private static Event event(String type, String subject, long sequence, Object data) {
        String id = id();
        return new Event(
                id,
                "urn:stage5:test",
                type,
                subject,
                Instant.now(),
                "urn:stage5:schema:" + type,
                sequence,
                id,
                null,
                null,
                JSON.valueToTree(data));
    }

    private static String id() {
        return UuidCreator.getTimeOrderedEpoch().toString();
    }
}
