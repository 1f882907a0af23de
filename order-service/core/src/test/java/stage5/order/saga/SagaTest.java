package stage5.order.saga;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import stage5.kit.event.Event;
import stage5.order.OrderServiceTest;
import stage5.order.domain.Saga;

/** What the tests of the saga share: a customer, and how to move on with her orders. */
abstract class SagaTest extends OrderServiceTest {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String STOCK_IN = "order-saga";

    @Inject
    Sagas sagas;

    @Inject
    Deadlines deadlines;

    @Inject
    SagaSettings settings;

    final String customer = "customer-" + java.util.UUID.randomUUID();

    void reserve(String orderId) {
        shop.deliver(STOCK_IN, shop.stockReserved(orderId));
    }

    /** Lets time pass, and whatever is due then happen. */
    void after(Duration time) {
        clock.advance(time);
        deadlines.wake().await().atMost(PATIENCE);
    }

    Optional<Saga> saga(String orderId) {
        return sagas.find(orderId).await().atMost(PATIENCE);
    }

    /** Asserts that the order is settled for good, with nothing left to do and gapless events. */
    void assertSettled(String orderId, String status, String reason) {
        Map<String, Object> order =
                shop.look(customer, orderId).then().statusCode(200).extract().path("");
        assertThat(order).containsEntry("status", status);
        assertThat(order.get("reason")).isEqualTo(reason);
        assertThat(shop.eventsOf(orderId)).extracting(Event::sequence).containsExactly(1L, 2L);
        assertThat(saga(orderId)).isEmpty();
    }
}
