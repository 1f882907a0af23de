package stage5.order.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.kit.web.money.Money;
import stage5.order.domain.OrderEvent.Cancelled;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderEvent.Rejected;

class OrderTests {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final OrderLine MUGS = line("mug", 2, 1290, "EUR");
    private static final Placed PLACED = Order.place("o1", "c1", List.of(MUGS, line("tea", 1, 1450, "EUR")), NOON);

    @Test
    void shouldAddUpTheLines_whenPlaced() {
        assertThat(PLACED.total()).isEqualTo(new Money(4030, "EUR"));
    }

    @Test
    void shouldBeFree_onlyWhenAllLinesCostNothing() {
        Placed free = Order.place("o1", "c1", List.of(line("sample", 3, 0, "EUR")), NOON);
        Placed paid = Order.place("o1", "c1", List.of(line("sample", 3, 0, "EUR"), line("tea", 1, 1, "EUR")), NOON);

        assertThat(Order.fold(List.of(free)).isFree()).isTrue();
        assertThat(Order.fold(List.of(paid)).isFree()).isFalse();
    }

    @Test
    void shouldThrow_whenCurrenciesDiffer() {
        List<OrderLine> mixed = List.of(MUGS, line("tea", 1, 1450, "USD"));

        assertThatThrownBy(() -> Order.place("o1", "c1", mixed, NOON)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldThrow_whenThereAreNoLines() {
        assertThatThrownBy(() -> Order.place("o1", "c1", List.of(), NOON)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotBeSettled_whenOnlyPlaced() {
        Order order = Order.fold(List.of(PLACED));

        assertThat(order.isSettled()).isFalse();
        assertThat(order.version()).isEqualTo(1);
        assertThat(order.placedAt()).isEqualTo(NOON);
    }

    @Test
    void shouldHaveAReason_whenRejected() {
        Order order = Order.fold(List.of(PLACED, new Rejected(RejectionReason.STOCK_TIMEOUT, NOON.plusSeconds(30))));

        assertThat(order.status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(order.reason()).contains(RejectionReason.STOCK_TIMEOUT);
        assertThat(order.history()).hasSize(2);
    }

    static List<OrderEvent> settlements() {
        return List.of(new Confirmed(NOON), new Cancelled(NOON), new Rejected(RejectionReason.OUT_OF_STOCK, NOON));
    }

    @ParameterizedTest
    @MethodSource("settlements")
    void shouldThrow_whenSettledTwice(OrderEvent first) {
        Order settled = Order.fold(List.of(PLACED)).after(first);

        assertThat(settled.isSettled()).isTrue();
        assertThat(settlements()).allSatisfy(second -> assertThatThrownBy(() -> settled.after(second))
                .isInstanceOf(IllegalStateException.class));
    }

    @ParameterizedTest
    @MethodSource("settlements")
    void shouldThrow_whenTheFirstEventIsNotPlaced(OrderEvent event) {
        assertThatThrownBy(() -> Order.fold(List.of(event))).isInstanceOf(IllegalArgumentException.class);
    }

    private static OrderLine line(String sku, int quantity, long price, String currency) {
        return new OrderLine(sku, "A " + sku, quantity, new Money(price, currency));
    }
}
