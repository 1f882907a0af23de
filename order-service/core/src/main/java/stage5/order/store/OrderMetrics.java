package stage5.order.store;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import stage5.order.domain.Order;
import stage5.order.domain.OrderStatus;
import stage5.order.domain.RejectionReason;

/**
 * The business metrics of orders, recorded once per event. Counters: {@code stage5.orders.placed}, {@code .confirmed},
 * {@code .rejected} (by reason), {@code .cancelled}. Summary: {@code stage5.orders.revenue} in minor units by currency.
 * Timer: {@code stage5.orders.settling}, from placed to settled.
 */
@ApplicationScoped
class OrderMetrics {

    private final MeterRegistry metrics;

    OrderMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Records the last event of the order. */
    void count(Order order) {
        switch (order.status()) {
            case PLACED -> metrics.counter("stage5.orders.placed").increment();
            case CONFIRMED -> {
                metrics.counter("stage5.orders.confirmed").increment();
                metrics.summary(
                                "stage5.orders.revenue",
                                "currency",
                                order.total().currency())
                        .record(order.total().amount());
            }
            case REJECTED ->
                metrics.counter("stage5.orders.rejected", "reason", reason(order))
                        .increment();
            case CANCELLED -> metrics.counter("stage5.orders.cancelled").increment();
        }
        if (order.status() != OrderStatus.PLACED) {
            metrics.timer("stage5.orders.settling", "outcome", order.status().word())
                    .record(Duration.between(
                            order.placedAt(), order.history().getLast().at()));
        }
    }

    private static String reason(Order order) {
        return order.reason().map(RejectionReason::word).orElseThrow();
    }
}
