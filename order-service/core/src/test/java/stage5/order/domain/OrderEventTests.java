package stage5.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.kit.web.money.Money;

class OrderEventTests {

    private static final Instant BEFORE = Instant.parse("2026-01-02T12:00:00Z");
    private static final Instant AFTER = BEFORE.plusSeconds(1);

    @ParameterizedTest
    @MethodSource("events")
    void shouldChangeTheTimeOnly_whenItIsReplaced(OrderEvent event) {
        OrderEvent moved = event.withTime(AFTER);

        assertThat(moved.at()).isEqualTo(AFTER);
        assertThat(moved).isNotEqualTo(event);
        assertThat(moved.withTime(BEFORE)).isEqualTo(event);
    }

    static List<OrderEvent> events() {
        return List.of(
                new OrderEvent.Placed("o1", "ada", List.of(), new Money(100, "EUR"), BEFORE),
                new OrderEvent.Confirmed(BEFORE),
                new OrderEvent.Rejected(RejectionReason.STOCK_TIMEOUT, BEFORE),
                new OrderEvent.Cancelled(BEFORE));
    }
}
