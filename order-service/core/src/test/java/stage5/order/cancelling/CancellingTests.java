package stage5.order.cancelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import stage5.kit.events.envelope.Event;
import stage5.order.OrderServiceTest;
import stage5.order.domain.Saga;
import stage5.order.domain.SagaState;
import stage5.order.saga.DueSagas;
import stage5.order.saga.OrderAndSaga;
import stage5.order.saga.SagaStore;
import stage5.order.store.OrderData;

@QuarkusTest
class CancellingTests extends OrderServiceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Inject
    SagaStore sagas;

    @Inject
    DueSagas dueSagas;

    private final String customer = UUID.randomUUID().toString();

    @Test
    void shouldCancel_whenTheOrderIsOpen() {
        String order = shop.order(customer);

        shop.cancel(customer, order)
                .then()
                .statusCode(202)
                .body("id", equalTo(order))
                .body("status", equalTo("cancelled"))
                .body("history.type", contains("order.placed", "order.cancelled"));

        Event cancelled = shop.eventsOf(order).getLast();
        assertThat(cancelled.type()).isEqualTo(OrderData.CANCELLED);
        assertThat(cancelled.causationid()).isNull();
        assertThat(cancelled.correlationid())
                .isEqualTo(shop.eventsOf(order).getFirst().id());
        assertThat(saga(order))
                .hasValueSatisfying(refund -> assertThat(refund.state()).isEqualTo(SagaState.REFUNDING));
        dueSagas.wake().await().atMost(TIMEOUT);
        assertThat(saga(order)).isEmpty();
    }

    @Test
    void shouldReturnTheSameResponse_whenCancelledAgain() {
        String order = shop.order(customer);
        String first =
                shop.cancel(customer, order).then().statusCode(202).extract().asString();

        String second =
                shop.cancel(customer, order).then().statusCode(202).extract().asString();

        assertThat(second).isEqualTo(first).isEqualTo(shop.get(customer, order).asString());
        assertThat(shop.eventsOf(order)).hasSize(2);
    }

    @Test
    void shouldRefuse_whenTheOrderIsConfirmedOrRejected() {
        String confirmed = shop.order(customer);
        shop.deliver("order-saga", shop.stockReserved(confirmed));
        String rejected = shop.order(customer);
        shop.deliver("order-saga", shop.stockRejected(rejected, "out-of-stock"));

        shop.cancel(customer, confirmed)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:order-settled"));
        shop.cancel(customer, rejected).then().statusCode(409);
    }

    @Test
    void shouldReturn404_whenAnotherCustomerOwnsTheOrder() {
        String order = shop.order(customer);

        shop.cancel(shop.customer(), order).then().statusCode(404);

        assertThat(shop.status(customer, order)).isEqualTo("placed");
    }

    @Test
    void shouldNotCharge_whenTheStockIsReservedAfterwards() {
        String order = shop.order(customer);
        shop.cancel(customer, order).then().statusCode(202);

        shop.deliver("order-saga", shop.stockReserved(order));

        assertThat(shop.status(customer, order)).isEqualTo("cancelled");
        assertThat(cloud.charges(order)).isEmpty();
    }

    /** Whether the cancellation or the charge wins, order and charge agree. */
    @RepeatedTest(10)
    void shouldAgreeWithTheCharge_whenCancelledConcurrentlyWithIt() {
        String order = shop.order(customer);
        CompletableFuture<Void> paying =
                CompletableFuture.runAsync(() -> shop.deliver("order-saga", shop.stockReserved(order)));
        CompletableFuture<Response> cancelling = CompletableFuture.supplyAsync(() -> shop.cancel(customer, order));
        paying.join();
        int answer = cancelling.join().statusCode();
        clock.advance(Duration.ofSeconds(10));
        dueSagas.wake().await().atMost(TIMEOUT);

        if (answer == 202) {
            assertThat(shop.status(customer, order)).isEqualTo("cancelled");
            assertThat(cloud.charges(order)).doesNotContain("succeeded");
        } else {
            assertThat(answer).isEqualTo(409);
            assertThat(shop.status(customer, order)).isEqualTo("confirmed");
            assertThat(cloud.charges(order)).containsExactly("succeeded");
        }
        assertThat(shop.eventsOf(order)).hasSize(2);
        assertThat(saga(order)).isEmpty();
    }

    private Optional<Saga> saga(String order) {
        return sagas.find(order)
                .map(found -> found.flatMap(OrderAndSaga::saga))
                .await()
                .atMost(TIMEOUT);
    }
}
