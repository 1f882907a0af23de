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
import stage5.catalog.domain.ReservationLine;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;

/** Creates order-service's events and delivers them to the consumer, as the queue does. */
@ApplicationScoped
public class OrderEvents {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Consumption consumption;
    private final OrderConsumer consumer;

    OrderEvents(Consumption consumption, OrderConsumer consumer) {
        this.consumption = consumption;
        this.consumer = consumer;
    }

    /** Returns an unused order id. */
    public static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Returns an {@code order.placed} event. */
    public static Event placed(String orderId, ReservationLine... lines) {
        return event(OrderData.PLACED, orderId, 1, lines);
    }

    /** Returns an event that settles an order. */
    public static Event settled(String type, String orderId, ReservationLine... lines) {
        return event(type, orderId, 2, lines);
    }

    /** Returns the event with another trace context. */
    public static Event traced(Event event, String traceparent) {
        return new Event(
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                event.dataschema(),
                event.sequence(),
                event.correlationid(),
                event.causationid(),
                traceparent,
                event.data());
    }

    /** Delivers the placing of an order; returns its id. */
    public String placed(String sku, long quantity) {
        String orderId = newId();
        assertThat(deliver(placed(orderId, new ReservationLine(sku, quantity)))).isEmpty();
        return orderId;
    }

    /** Delivers the confirmation of an order. */
    public void confirmed(String orderId, String sku, long quantity) {
        assertThat(deliver(settled(OrderData.CONFIRMED, orderId, new ReservationLine(sku, quantity))))
                .isEmpty();
    }

    /** Delivers the placing and the confirmation of an order. */
    public void sold(String sku, long quantity) {
        confirmed(placed(sku, quantity), sku, quantity);
    }

    /** Delivers a batch; returns the ids of the events that failed. */
    public Set<String> deliver(Event... batch) {
        return deliver(Arrays.asList(batch));
    }

    /** Delivers a batch; returns the ids of the events that failed. */
    public Set<String> deliver(List<Event> batch) {
        return deliverAsSent(batch.stream()
                .map(event -> new Delivery(event.id(), EventCodec.write(event)))
                .toArray(Delivery[]::new));
    }

    /** Delivers a batch; returns the ids of the messages that failed. */
    public Set<String> deliverAsSent(Delivery... batch) {
        return consumption.consume(consumer, List.of(batch)).await().atMost(TIMEOUT);
    }

    private static Event event(String type, String orderId, long sequence, ReservationLine... lines) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("orderId", orderId);
        for (ReservationLine line : lines) {
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
