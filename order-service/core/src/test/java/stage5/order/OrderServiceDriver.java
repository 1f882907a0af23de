package stage5.order;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.All;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.ResponseJson;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.events.EventContract;

/** Drives order-service in tests: as customers over HTTP, and as catalog-service by events. */
@Singleton
public class OrderServiceDriver {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Consumption consumption;
    private final List<EventConsumer> consumers;
    private final EventFactory events;
    private final EventStore store;
    private final EventContract contract = EventContract.ofThisService();

    OrderServiceDriver(
            Consumption consumption, @All List<EventConsumer> consumers, EventFactory events, EventStore store) {
        this.consumption = consumption;
        this.consumers = consumers;
        this.events = events;
        this.store = store;
    }

    /** Returns the sku of a new product at this price in euro cents. */
    public String product(long price) {
        String sku = "mug-" + UUID.randomUUID();
        product(sku, 1, "added", "active", price, "EUR");
        return sku;
    }

    /** Delivers a product event to the price list. */
    public void product(String sku, long sequence, String what, String status, long amount, String currency) {
        Map<String, Object> data = Map.of(
                "sku",
                sku,
                "name",
                "Mug at " + amount,
                "category",
                "kitchen",
                "description",
                "Holds tea",
                "price",
                Map.of("amount", amount, "currency", currency),
                "status",
                status);
        deliver("order-prices", events.first("stage5.product." + what + ".v1", "product/" + sku, sequence, data));
    }

    /** Returns the id of a new customer. */
    public String customer() {
        return UUID.randomUUID().toString();
    }

    /** Returns the id of an order that the customer has placed: one piece of a new product at 10 euros. */
    public String order(String customer) {
        return order(customer, "tok_visa");
    }

    /** Returns the id of an order that is paid with this token. */
    public String order(String customer, String paymentToken) {
        Response placed = place(customer, UUID.randomUUID().toString(), product(1000), 1, paymentToken);
        return ResponseJson.of(placed, 202).path("id").asText();
    }

    /** Returns the response to placing an order of one line. */
    public Response place(String customer, String key, String sku, int quantity, String paymentToken) {
        return place(
                customer,
                key,
                Map.of("lines", List.of(Map.of("sku", sku, "quantity", quantity)), "paymentToken", paymentToken));
    }

    /** Returns the response to {@code POST /api/orders} with any body; a null key sends no header. */
    public Response place(String customer, String key, Object body) {
        RequestSpecification request =
                as(customer).contentType(ContentType.JSON).body(body);
        return (key == null ? request : request.header("Idempotency-Key", key)).post("/api/orders");
    }

    /** Returns the response to {@code GET /api/orders/{id}}. */
    public Response get(String customer, String orderId) {
        return as(customer).get("/api/orders/{id}", orderId);
    }

    /** Returns the order's status. */
    public String status(String customer, String orderId) {
        return ResponseJson.of(get(customer, orderId), 200).path("status").asText();
    }

    /** Returns the response to cancelling the order. */
    public Response cancel(String customer, String orderId) {
        return as(customer).post("/api/orders/{id}/cancel", orderId);
    }

    /** Returns a request with the access token of the customer. */
    public RequestSpecification as(String customer) {
        return given().auth().oauth2(Tokens.customer(customer));
    }

    /** Returns the event {@code stock.reserved} for the order. */
    public Event stockReserved(String orderId) {
        return events.first(
                "stage5.stock.reserved.v1",
                "reservation/" + orderId,
                1,
                Map.of("orderId", orderId, "lines", List.of()));
    }

    /** Returns the event {@code stock.rejected} for the order. */
    public Event stockRejected(String orderId, String reason) {
        return events.first(
                "stage5.stock.rejected.v1",
                "reservation/" + orderId,
                1,
                Map.of("orderId", orderId, "lines", List.of(), "reason", reason, "shortages", List.of()));
    }

    /** Delivers events to the consumer of a queue and asserts that it succeeds. */
    public void deliver(String queue, Event... delivered) {
        assertThat(tryDelivering(queue, delivered)).isEmpty();
    }

    /** Returns the ids of the events that the consumer of the queue failed to consume. */
    public Set<String> tryDelivering(String queue, Event... delivered) {
        return tryDelivering(
                queue,
                List.of(delivered).stream()
                        .map(event -> new Delivery(event.id(), EventCodec.write(event)))
                        .toList());
    }

    /** Returns the ids of the messages that the consumer of the queue failed to consume. */
    public Set<String> tryDelivering(String queue, List<Delivery> batch) {
        EventConsumer consumer = consumers.stream()
                .filter(candidate -> candidate.queue().equals(queue))
                .findFirst()
                .orElseThrow();
        return consumption.consume(consumer, batch).await().atMost(TIMEOUT);
    }

    /** Returns the stored events of the order and asserts that each matches its schema. */
    public List<Event> eventsOf(String orderId) {
        List<Event> found = store.read("order/" + orderId).await().atMost(TIMEOUT);
        assertThat(found)
                .allSatisfy(event -> assertThat(contract.violations(event)).isEmpty());
        return found;
    }
}
