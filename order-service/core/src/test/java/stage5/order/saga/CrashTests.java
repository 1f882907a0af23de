package stage5.order.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.mockito.InjectSpy;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import stage5.kit.events.envelope.Event;

/** The process crashes after the charge and before the order is settled. */
@QuarkusTest
class CrashTests extends SagaTest {

    @InjectSpy
    SettlingOrders settling;

    @Test
    void shouldConfirmWithTheSameCharge_whenTheProcessCrashesAfterCharging() {
        String order = chargedBeforeCrash();

        after(settings.lease());

        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).containsExactly("succeeded");
    }

    @Test
    void shouldVoidTheCharge_whenTheDeadlinePassesAfterTheCrash() {
        String order = chargedBeforeCrash();

        after(settings.deadline());

        assertSettled(order, "rejected", "payment-timeout");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldVoidTheCharge_whenTheCustomerCancelsAfterTheCrash() {
        String order = chargedBeforeCrash();

        shop.cancel(customer, order).then().statusCode(202);
        after(settings.firstRetry());

        assertSettled(order, "cancelled", null);
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    private String chargedBeforeCrash() {
        String order = shop.order(customer);
        Event reserved = shop.stockReserved(order);
        doReturn(Uni.createFrom().failure(new IllegalStateException("The process crashes here")))
                .doCallRealMethod()
                .when(settling)
                .settle(any(), any(), any(), any());
        assertThat(shop.tryDelivering(STOCK_IN, reserved)).containsExactly(reserved.id());
        assertThat(cloud.charges(order)).containsExactly("succeeded");
        shop.deliver(STOCK_IN, reserved);
        assertThat(shop.status(customer, order)).isEqualTo("placed");
        return order;
    }
}
