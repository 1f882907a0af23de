package stage5.order.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.mockito.InjectSpy;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.events.envelope.Event;
import stage5.order.payment.PaymentClient;

/**
 * A process has charged the customer, and the response reaches it late. Meanwhile another process handles a duplicate of the
 * message, the deadline passes, or the customer cancels.
 */
@QuarkusTest
class ConcurrentChargeTests extends SagaTest {

    @InjectSpy
    PaymentClient payment;

    private final CompletableFuture<Void> charged = new CompletableFuture<>();
    private final CompletableFuture<Void> response = new CompletableFuture<>();
    private String order;
    private Event reserved;
    private CompletableFuture<Void> slowProcess;

    @BeforeEach
    void chargeWithALateResponse() {
        order = shop.order(customer);
        reserved = shop.stockReserved(order);
        doAnswer(call -> ((Uni<?>) call.callRealMethod()).call(() -> {
                    charged.complete(null);
                    return Uni.createFrom().completionStage(response);
                }))
                .doCallRealMethod()
                .when(payment)
                .charge(any());
        slowProcess = CompletableFuture.runAsync(() -> shop.deliver(STOCK_IN, reserved));
        charged.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(cloud.charges(order)).containsExactly("succeeded");
    }

    @AfterEach
    void releaseTheResponse() {
        response.complete(null);
        slowProcess.join();
    }

    @Test
    void shouldConfirmOnce_whenAnotherProcessIsPaidToo() {
        shop.deliver(STOCK_IN, reserved);
        assertSettled(order, "confirmed", null);

        releaseTheResponse();

        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).containsExactly("succeeded");
    }

    @Test
    void shouldConfirm_whenAnotherProcessHasPostponedTheSaga() {
        cloud.payment(Map.of("status", 409));
        shop.deliver(STOCK_IN, reserved);
        assertThat(saga(order))
                .hasValueSatisfying(waiting -> assertThat(waiting.attempts()).isEqualTo(1));

        releaseTheResponse();

        assertThat(shop.status(customer, order)).isEqualTo("confirmed");
        after(settings.deadline());
        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).containsExactly("succeeded");
    }

    @Test
    void shouldVoidTheCharge_whenAnotherProcessIsRefused() {
        cloud.payment(Map.of("status", 422));
        shop.deliver(STOCK_IN, reserved);
        cloud.clearFaults();
        assertThat(shop.status(customer, order)).isEqualTo("rejected");

        releaseTheResponse();

        assertSettled(order, "rejected", "payment-refused");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldLeaveTheChargeVoided_whenTheDeadlineHasPassed() {
        after(settings.stockDeadline());
        assertSettled(order, "rejected", "stock-timeout");

        releaseTheResponse();

        assertSettled(order, "rejected", "stock-timeout");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldVoidTheCharge_whenTheCustomerHasCancelled() {
        shop.cancel(customer, order).then().statusCode(202);

        releaseTheResponse();

        assertSettled(order, "cancelled", null);
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldVoidTheCharge_whenTheProcessNeverGetsTheResponseOfACancelledOrder() {
        shop.cancel(customer, order).then().statusCode(202);

        after(Duration.ZERO);

        assertSettled(order, "cancelled", null);
        assertThat(cloud.charges(order)).containsExactly("voided");
    }
}
