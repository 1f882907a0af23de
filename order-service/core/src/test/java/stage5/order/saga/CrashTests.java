package stage5.order.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.mockito.InjectSpy;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.kit.events.envelope.Event;

/** The process crashes after the charge and before the order is settled: nothing stored shows the charge. */
@QuarkusTest
class CrashTests extends SagaTest {

    @InjectSpy
    SettlingOrders settling;

    private String order;

    @Test
    void shouldConfirmWithTheSameCharge_whenTheReservationIsDeliveredAgain() {
        Event reserved = chargedBeforeCrash();

        shop.deliver(STOCK_IN, reserved);

        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).containsExactly("succeeded");
    }

    @Test
    void shouldVoidTheCharge_whenTheStockDeadlinePasses() {
        chargedBeforeCrash();

        after(settings.stockDeadline());

        assertSettled(order, "rejected", "stock-timeout");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldVoidTheCharge_whenTheCustomerCancels() {
        chargedBeforeCrash();

        shop.cancel(customer, order).then().statusCode(202);
        after(Duration.ZERO);

        assertSettled(order, "cancelled", null);
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldVoidTheCharge_whenTheRepeatedChargeIsRefused() {
        Event reserved = chargedBeforeCrash();
        cloud.payment(Map.of("status", 422));
        shop.deliver(STOCK_IN, reserved);
        assertThat(shop.status(customer, order)).isEqualTo("rejected");

        cloud.clearFaults();
        after(settings.firstRetry());

        assertSettled(order, "rejected", "payment-refused");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldVoidTheCharge_whenTheRepeatedChargeHasNoKnownOutcomeUntilTheDeadline() {
        Event reserved = chargedBeforeCrash();
        cloud.payment(Map.of("status", 503));
        shop.deliver(STOCK_IN, reserved);
        assertThat(saga(order))
                .hasValueSatisfying(waiting -> assertThat(waiting.attempts()).isEqualTo(1));

        cloud.clearFaults();
        after(settings.deadline());

        assertSettled(order, "rejected", "payment-timeout");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    private Event chargedBeforeCrash() {
        order = shop.order(customer);
        Event reserved = shop.stockReserved(order);
        doReturn(Uni.createFrom().failure(new IllegalStateException("The process crashes here")))
                .doCallRealMethod()
                .when(settling)
                .settle(any(), any(), any(), any());
        assertThat(shop.tryDelivering(STOCK_IN, reserved)).containsExactly(reserved.id());
        assertThat(cloud.charges(order)).containsExactly("succeeded");
        assertThat(shop.status(customer, order)).isEqualTo("placed");
        return reserved;
    }
}
