package stage5.order.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventFactory;

/** Delivers events to the consumers of this service, which run in other functions in production. */
@Singleton
public class Deliveries {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final EventFactory events;
    private final Consumption consumption;
    private final List<EventConsumer> consumers;

    Deliveries(EventFactory events, Consumption consumption, @All List<EventConsumer> consumers) {
        this.events = events;
        this.consumption = consumption;
        this.consumers = consumers;
    }

    /** Delivers an event to the consumer of the queue and waits until it is consumed. */
    void deliver(String queue, String type, String subject, Map<String, Object> data) {
        EventConsumer consumer = consumers.stream()
                .filter(each -> each.queue().equals(queue))
                .findFirst()
                .orElseThrow();
        Delivery delivery = new Delivery("m", EventCodec.write(events.first(type, subject, 1, data)));
        assertThat(consumption.consume(consumer, List.of(delivery)).await().atMost(TIMEOUT))
                .isEmpty();
    }
}
