package stage5.order.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.events.envelope.Event;
import stage5.order.store.OrderData;

@QuarkusTest
class StockTests extends SagaTest {

    @Inject
    MeterRegistry metrics;

    @Test
    void shouldChargeAndConfirm_whenTheStockIsReserved() {
        String order = shop.order(customer);
        Event reserved = shop.stockReserved(order);

        shop.deliver(STOCK_IN, reserved);

        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).containsExactly("succeeded");
        Event confirmed = shop.eventsOf(order).getLast();
        assertThat(confirmed.type()).isEqualTo(OrderData.CONFIRMED);
        assertThat(confirmed.causationid()).isEqualTo(reserved.id());
    }

    @Test
    void shouldReportTheDelayToAdmission_whenTheStockIsReserved() {
        Timer delay = metrics.get("stage5.admission.delay")
                .tag("class", "place-order")
                .timer();
        long before = delay.count();
        String order = shop.order(customer);
        clock.advance(Duration.ofSeconds(3));

        reserve(order);

        assertThat(delay.count()).isEqualTo(before + 1);
        assertThat(delay.max(TimeUnit.SECONDS)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldConfirmOnce_whenTheReservationIsDeliveredRepeatedly() {
        String order = shop.order(customer);
        Event reserved = shop.stockReserved(order);

        shop.deliver(STOCK_IN, reserved, reserved);
        shop.deliver(STOCK_IN, reserved);

        assertSettled(order, "confirmed", null);
        assertThat(cloud.charges(order)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"out-of-stock,out-of-stock", "unknown-product,unknown-product", "new-reason,out-of-stock"})
    void shouldReject_whenTheStockIsRefused(String published, String reason) {
        String order = shop.order(customer);
        Event rejected = shop.stockRejected(order, published);

        shop.deliver(STOCK_IN, rejected, rejected);

        assertSettled(order, "rejected", reason);
        assertThat(cloud.charges(order)).isEmpty();
    }

    @Test
    void shouldRejectAndVoid_whenTheCardIsDeclined() {
        String order = shop.order(customer, "tok_refused");

        reserve(order);
        assertThat(shop.status(customer, order)).isEqualTo("rejected");
        assertThat(cloud.charges(order)).containsExactly("refused");
        after(Duration.ZERO);

        assertSettled(order, "rejected", "payment-refused");
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldReject_whenNoStockEventArrivesInTime() {
        String order = shop.order(customer);

        after(settings.stockDeadline());

        assertSettled(order, "rejected", "stock-timeout");
        assertThat(cloud.charges(order)).isEmpty();
    }

    @Test
    void shouldStayRejected_whenTheReservationArrivesAfterTheDeadline() {
        String order = shop.order(customer);
        after(settings.stockDeadline());

        reserve(order);

        assertSettled(order, "rejected", "stock-timeout");
        assertThat(cloud.charges(order)).isEmpty();
    }

    @Test
    void shouldStayPlaced_whenTheDeadlineIsNotReached() {
        String order = shop.order(customer);

        after(settings.stockDeadline().minus(Duration.ofSeconds(5)));

        assertThat(shop.status(customer, order)).isEqualTo("placed");
    }

    @Test
    void shouldIgnoreTheEvent_whenThereIsNoSuchOrder() {
        shop.deliver(STOCK_IN, shop.stockReserved("00000000-0000-7000-8000-000000000000"));
    }
}
