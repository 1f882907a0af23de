package stage5.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.order.domain.OrderEvent.Cancelled;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Rejected;

class SagaTests {

    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final Saga BEGUN = Saga.begin("o1", "tok", NOW.plusSeconds(30), NOW.plusSeconds(60));
    private static final Saga ATTEMPTED = BEGUN.postponed(NOW, Duration.ofSeconds(1));

    @Test
    void shouldAwaitStock_whenBegun() {
        assertThat(BEGUN.state()).isEqualTo(SagaState.AWAITING_STOCK);
        assertThat(BEGUN.dueAt()).isEqualTo(NOW.plusSeconds(30));
    }

    @Test
    void shouldCountTheAttempt_whenItsOutcomeIsUnknown() {
        assertThat(ATTEMPTED.state()).isEqualTo(SagaState.AWAITING_PAYMENT);
        assertThat(ATTEMPTED.attempts()).isEqualTo(1);
        assertThat(ATTEMPTED.version()).isEqualTo(BEGUN.version() + 1);
        assertThat(ATTEMPTED.dueAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(ATTEMPTED.postponed(NOW, Duration.ofSeconds(2)).attempts()).isEqualTo(2);
    }

    @Test
    void shouldBeDueAtTheDeadline_whenPostponedBeyondIt() {
        assertThat(BEGUN.postponed(NOW.plusSeconds(55), Duration.ofSeconds(10)).dueAt())
                .isEqualTo(BEGUN.deadlineAt());
    }

    @Test
    void shouldEnd_whenTheOrderIsConfirmed() {
        assertThat(BEGUN.after(new Confirmed(NOW), NOW)).isEmpty();
        assertThat(ATTEMPTED.after(new Confirmed(NOW), NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OUT_OF_STOCK", "UNKNOWN_PRODUCT"})
    void shouldEnd_whenTheStockIsRefused(RejectionReason reason) {
        assertThat(BEGUN.after(new Rejected(reason, NOW), NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OUT_OF_STOCK", "UNKNOWN_PRODUCT"})
    void shouldRefundAtOnce_whenTheOrderIsRejectedAndAChargeMayHaveBegun(RejectionReason reason) {
        assertThat(BEGUN.after(new Rejected(reason, NOW), NOW)).hasValueSatisfying(refund -> {
            assertThat(refund.state()).isEqualTo(SagaState.REFUNDING);
            assertThat(refund.dueAt()).isEqualTo(NOW);
            assertThat(refund.version()).isEqualTo(BEGUN.version() + 1);
        });
        assertThat(ATTEMPTED.after(new Rejected(reason, NOW), NOW)).isPresent();
    }

    @Test
    void shouldRefundAtOnce_whenTheOrderIsCancelled() {
        assertThat(BEGUN.after(new Cancelled(NOW), NOW)).isPresent();
        assertThat(ATTEMPTED.after(new Cancelled(NOW), NOW)).isPresent();
    }

    @Test
    void shouldCountVoidsAnew_whenTheRefundBegins() {
        Saga refund = ATTEMPTED
                .postponed(NOW, Duration.ofSeconds(1))
                .after(new Cancelled(NOW), NOW)
                .orElseThrow();

        assertThat(refund.attempts()).isEqualTo(1);
        assertThat(refund.refundFailed(NOW, Duration.ofSeconds(1)).attempts()).isEqualTo(2);
    }

    @Test
    void shouldRetryTheRefund_whenTheDeadlineHasPassed() {
        Saga refund = ATTEMPTED.after(new Cancelled(NOW), NOW).orElseThrow();

        assertThat(refund.refundFailed(NOW.plusSeconds(90), Duration.ofSeconds(10))
                        .dueAt())
                .isEqualTo(NOW.plusSeconds(100));
    }

    @Test
    void shouldBeOverdue_whenTheDeadlineIsReached() {
        assertThat(BEGUN.isOverdue(NOW.plusSeconds(59))).isFalse();
        assertThat(BEGUN.isOverdue(NOW.plusSeconds(60))).isTrue();
    }
}
