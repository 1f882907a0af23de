package stage5.order.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import stage5.kit.consume.Consumption;
import stage5.kit.consume.Delivery;
import stage5.kit.consume.EventConsumer;
import stage5.kit.event.EventCodec;
import stage5.kit.event.EventFactory;

/** Events that other functions of the service have had, of queues that are not the tested one's. */
@Singleton
public class Deliveries {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EventFactory events;
    private final Consumption consumption;
    private final List<EventConsumer> consumers;

    Deliveries(EventFactory events, Consumption consumption, @All List<EventConsumer> consumers) {
        this.events = events;
        this.consumption = consumption;
        this.consumers = consumers;
    }

    /** Delivers an event and returns once it is consumed. */
    void deliver(String queue, String type, String subject, Map<String, Object> data) {
        EventConsumer consumer = consumers.stream()
                .filter(each -> each.queue().equals(queue))
                .findFirst()
                .orElseThrow();
        Delivery delivery = new Delivery("m", EventCodec.write(events.first(type, subject, 1, data)));
        assertThat(consumption.consume(consumer, List.of(delivery)).await().atMost(PATIENCE))
                .isEmpty();
    }
}
