package stage5.order.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.events.envelope.Event;
import stage5.order.domain.SagaState;

/** The payment provider fails, is slow, loses responses, responds with unexpected statuses, and recovers. */
@QuarkusTest
class PaymentTests extends SagaTest {

    @Test
    void shouldRetryAndConfirm_whenTheProviderRecovers() {
        String order = shop.order(customer);
        cloud.payment(Map.of("errorRate", 1));
        reserve(order);
        assertThat(saga(order)).hasValueSatisfying(waiting -> {
            assertThat(waiting.state()).isEqualTo(SagaState.AWAITING_PAYMENT);
            assertThat(waiting.attempts()).isEqualTo(1);
            assertThat(waiting.dueAt()).isBefore(clock.instant().plus(settings.firstRetry()));
        });

        after(settings.firstRetry());
        assertThat(saga(order))
                .hasValueSatisfying(waiting -> assertThat(waiting.attempts()).isEqualTo(2));
        cloud.clearFaults();
        after(settings.longestRetry());

        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).containsExactly("succeeded");
    }

    @Test
    void shouldOpenTheBreakerAndLaterConfirmAllOrders_whenTheProviderFailsAndRecovers() {
        List<String> orders =
                IntStream.range(0, 8).mapToObj(i -> shop.order(customer)).toList();
        cloud.payment(Map.of("errorRate", 1));

        orders.forEach(this::reserve);

        assertThat(breakers.currentState("payment")).isEqualTo(CircuitBreakerState.OPEN);
        assertThat(orders)
                .allSatisfy(order -> assertThat(shop.status(customer, order)).isEqualTo("placed"));
        cloud.clearFaults();
        Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
            after(Duration.ofSeconds(2));
            assertThat(orders).allSatisfy(order -> assertThat(shop.status(customer, order))
                    .isEqualTo("confirmed"));
        });
        assertThat(breakers.currentState("payment")).isEqualTo(CircuitBreakerState.CLOSED);
        assertThat(orders).allSatisfy(order -> assertThat(cloud.charges(order)).containsExactly("succeeded"));
    }

    @Test
    void shouldNotOpenTheBreaker_whenCardsAreDeclined() {
        IntStream.range(0, 12).forEach(i -> reserve(shop.order(customer, "tok_refused")));

        assertThat(breakers.currentState("payment")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldChargeOnce_whenTheResponseIsLost() {
        String order = shop.order(customer);
        cloud.payment(Map.of("lostAnswerRate", 1));
        reserve(order);
        assertThat(cloud.charges(order)).containsExactly("succeeded");
        assertThat(shop.status(customer, order)).isEqualTo("placed");

        cloud.clearFaults();
        after(settings.firstRetry());

        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).containsExactly("succeeded");
    }

    @Test
    void shouldRejectAndVoid_whenTheDeadlinePassesBeforeAResponse() {
        String order = shop.order(customer);
        cloud.payment(Map.of("lostAnswerRate", 1));
        reserve(order);
        cloud.clearFaults();

        after(settings.deadline());

        assertSettled(order, "rejected", "payment-timeout");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldRetryTheVoid_whenTheProviderIsDownAfterTheDeadline() {
        String order = shop.order(customer);
        cloud.payment(Map.of("lostAnswerRate", 1));
        reserve(order);
        cloud.payment(Map.of("errorRate", 1));

        after(settings.deadline());
        assertThat(shop.status(customer, order)).isEqualTo("rejected");
        assertThat(saga(order))
                .hasValueSatisfying(refund -> assertThat(refund.state()).isEqualTo(SagaState.REFUNDING));
        assertThat(cloud.charges(order)).containsExactly("succeeded");
        cloud.clearFaults();
        after(settings.longestRetry());

        assertSettled(order, "rejected", "payment-timeout");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 408, 409, 410, 425, 429, 500, 501, 502, 503, 504})
    void shouldRetryAndConfirm_whenTheStatusIsNoRefusal(int status) {
        String order = shop.order(customer);
        cloud.payment(Map.of("status", status));
        reserve(order);
        assertThat(shop.status(customer, order)).isEqualTo("placed");

        cloud.clearFaults();
        after(settings.longestRetry());

        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).containsExactly("succeeded");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 408, 409, 425, 429, 500, 502, 503, 504})
    void shouldVoidTheCharge_whenTheStatusHidesItUntilTheDeadline(int status) {
        String order = shop.order(customer);
        cloud.payment(Map.of("status", status, "statusAfterEffect", true));
        reserve(order);
        assertThat(cloud.charges(order)).containsExactly("succeeded");
        cloud.payment(Map.of("status", status));

        after(settings.deadline());

        assertThat(shop.status(customer, order)).isEqualTo("rejected");
        assertThat(cloud.charges(order)).containsExactly("succeeded");
        after(settings.longestVoidRetry());
        assertThat(saga(order))
                .hasValueSatisfying(refund -> assertThat(refund.state()).isEqualTo(SagaState.REFUNDING));
        cloud.clearFaults();
        breakers.resetAll();
        after(settings.longestVoidRetry());

        assertSettled(order, "rejected", "payment-timeout");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 422})
    void shouldReject_whenTheStatusIsARefusal(int status) {
        String order = shop.order(customer);
        cloud.payment(Map.of("status", status));

        reserve(order);
        assertThat(shop.status(customer, order)).isEqualTo("rejected");
        cloud.clearFaults();
        after(Duration.ZERO);

        assertSettled(order, "rejected", "payment-refused");
        assertThat(cloud.charges(order)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 422})
    void shouldRetryTheVoid_whenItIsRefused(int status) {
        String order = shop.order(customer);
        cloud.payment(Map.of("lostAnswerRate", 1));
        reserve(order);
        cloud.payment(Map.of("status", status));
        shop.cancel(customer, order).then().statusCode(202);

        after(settings.longestVoidRetry());

        assertThat(cloud.charges(order)).containsExactly("succeeded");
        cloud.clearFaults();
        after(settings.longestVoidRetry());
        assertSettled(order, "cancelled", null);
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldVoidTheCharge_whenARequestWithoutAResponseIsRefusedLater() {
        String order = shop.order(customer);
        cloud.payment(Map.of("lostAnswerRate", 1));
        reserve(order);
        cloud.payment(Map.of("status", 422));
        after(settings.firstRetry());
        assertThat(shop.status(customer, order)).isEqualTo("rejected");

        cloud.clearFaults();
        after(settings.firstRetry());

        assertSettled(order, "rejected", "payment-refused");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldConfirm_whenTheRetryAfterATimeoutGetsAConflict() {
        String order = shop.order(customer);
        cloud.payment(Map.of("latencyMillis", 1500, "jitterMillis", 0, "conflictWhileOutstanding", true));

        reserve(order);

        assertThat(shop.status(customer, order)).isEqualTo("placed");
        Awaitility.await().atMost(TIMEOUT).until(() -> cloud.charges(order).equals(List.of("succeeded")));
        cloud.clearFaults();
        after(settings.firstRetry());
        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).containsExactly("succeeded");
    }

    @Test
    void shouldVoidTheCharge_whenItIsStillOutstandingAtTheDeadline() {
        String order = shop.order(customer);
        cloud.payment(Map.of("latencyMillis", 2500, "jitterMillis", 0, "conflictWhileOutstanding", true));
        reserve(order);
        cloud.payment(Map.of("latencyMillis", 0, "jitterMillis", 0, "conflictWhileOutstanding", true));

        after(settings.deadline());

        assertThat(shop.status(customer, order)).isEqualTo("rejected");
        assertThat(saga(order))
                .hasValueSatisfying(refund -> assertThat(refund.state()).isEqualTo(SagaState.REFUNDING));
        Awaitility.await().atMost(TIMEOUT).until(() -> cloud.charges(order).equals(List.of("succeeded")));
        after(settings.firstRetry());
        assertSettled(order, "rejected", "payment-timeout");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldConfirmWithoutACharge_whenTheOrderCostsNothing() {
        cloud.payment(Map.of("status", 503)); // a call to the provider would fail
        String order = shop.place(customer, "key", shop.product(0), 3, "tok_visa")
                .then()
                .statusCode(202)
                .body("total.amount", equalTo(0))
                .extract()
                .path("id");

        Event reserved = shop.stockReserved(order);
        shop.deliver(STOCK_IN, reserved, reserved);

        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).isEmpty();
    }

    @Test
    void shouldNotVoidACharge_whenAnOrderThatCostsNothingIsCancelled() {
        cloud.payment(Map.of("status", 503));
        String order = shop.place(customer, "key", shop.product(0), 1, "tok_visa")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        shop.cancel(customer, order).then().statusCode(202);
        reserve(order);

        assertSettled(order, "cancelled", null);
        assertThat(cloud.charges(order)).isEmpty();
    }

    @Test
    void shouldNotOpenTheBreaker_whenTheProviderDefersCharges() {
        cloud.payment(Map.of("status", 409));

        IntStream.range(0, 12).forEach(i -> reserve(shop.order(customer)));

        assertThat(breakers.currentState("payment")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldConfirmOnce_whenDueSagasRunConcurrently() {
        String order = shop.order(customer);
        cloud.payment(Map.of("errorRate", 1));
        reserve(order);
        cloud.payment(Map.of("latencyMillis", 200, "jitterMillis", 0));
        clock.advance(settings.firstRetry());

        Uni.join()
                .all(dueSagas.wake(), dueSagas.wake(), dueSagas.wake())
                .andFailFast()
                .await()
                .atMost(TIMEOUT);

        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).hasSize(1);
    }
}
