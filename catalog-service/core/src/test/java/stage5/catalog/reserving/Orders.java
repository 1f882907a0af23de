package stage5.catalog.reserving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import stage5.catalog.domain.Line;
import stage5.kit.consume.Consumption;
import stage5.kit.consume.Delivery;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;

/** order-service as the catalogue hears of it: its events, delivered as the queue does. */
@ApplicationScoped
public class Orders {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Consumption consumption;
    private final OrderConsumer consumer;

    Orders(Consumption consumption, OrderConsumer consumer) {
        this.consumption = consumption;
        this.consumer = consumer;
    }

    /** Returns an order id that nobody has used. */
    public static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Returns the event of an order being placed. */
    public static Event placed(String orderId, Line... lines) {
        return event(OrderData.PLACED, orderId, 1, lines);
    }

    /** Returns the event of an order being settled. */
    public static Event settled(String type, String orderId, Line... lines) {
        return event(type, orderId, 2, lines);
    }

    /** Returns the id of an order that has been placed and handled. */
    public String placed(String sku, long quantity) {
        String orderId = newId();
        assertThat(deliver(placed(orderId, new Line(sku, quantity)))).isEmpty();
        return orderId;
    }

    /** Has an order confirmed. */
    public void confirmed(String orderId, String sku, long quantity) {
        assertThat(deliver(settled(OrderData.CONFIRMED, orderId, new Line(sku, quantity))))
                .isEmpty();
    }

    /** Has units of a product sold. */
    public void sold(String sku, long quantity) {
        confirmed(placed(sku, quantity), sku, quantity);
    }

    /** Returns the ids of those events of a batch that failed. */
    public Set<String> deliver(Event... batch) {
        return deliver(Arrays.asList(batch));
    }

    /** Returns the ids of those events of a batch that failed. */
    public Set<String> deliver(List<Event> batch) {
        return deliverAsSent(batch.stream()
                .map(event -> new Delivery(event.id(), EventCodec.write(event)))
                .toArray(Delivery[]::new));
    }

    /** Returns the ids of those messages of a batch that failed. */
    public Set<String> deliverAsSent(Delivery... batch) {
        return consumption.consume(consumer, List.of(batch)).await().atMost(PATIENCE);
    }

    private static Event event(String type, String orderId, long sequence, Line... lines) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("orderId", orderId);
        for (Line line : lines) {
            data.withArray("lines").addObject().put("sku", line.sku()).put("quantity", line.quantity());
        }
        String id = UUID.randomUUID().toString();
        return new Event(
                id,
                "urn:stage5:order-service",
                type,
                "order/" + orderId,
                Instant.now(),
                "urn:stage5:schema:" + type,
                sequence,
                id,
                null,
                null,
                data);
    }
}
