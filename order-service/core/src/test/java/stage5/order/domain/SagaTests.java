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

    // Not static, so that a mutant of these methods changes the result of each test.
    private final Saga begun = Saga.begin("o1", "tok", NOW.plusSeconds(30), NOW.plusSeconds(60));
    private final Saga attempted = begun.postponed(NOW, Duration.ofSeconds(1));

    @Test
    void shouldAwaitStock_whenBegun() {
        assertThat(begun.state()).isEqualTo(SagaState.AWAITING_STOCK);
        assertThat(begun.dueAt()).isEqualTo(NOW.plusSeconds(30));
    }

    @Test
    void shouldCountTheAttempt_whenItsOutcomeIsUnknown() {
        assertThat(attempted.state()).isEqualTo(SagaState.AWAITING_PAYMENT);
        assertThat(attempted.attempts()).isEqualTo(1);
        assertThat(attempted.version()).isEqualTo(begun.version() + 1);
        assertThat(attempted.dueAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(attempted.postponed(NOW, Duration.ofSeconds(2)).attempts()).isEqualTo(2);
    }

    @Test
    void shouldBeDueAtTheDeadline_whenPostponedBeyondIt() {
        assertThat(begun.postponed(NOW.plusSeconds(55), Duration.ofSeconds(10)).dueAt())
                .isEqualTo(begun.deadlineAt());
    }

    @Test
    void shouldEnd_whenTheOrderIsConfirmed() {
        assertThat(begun.after(new Confirmed(NOW), NOW)).isEmpty();
        assertThat(attempted.after(new Confirmed(NOW), NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OUT_OF_STOCK", "UNKNOWN_PRODUCT"})
    void shouldEnd_whenTheStockIsRefused(RejectionReason reason) {
        assertThat(begun.after(new Rejected(reason, NOW), NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OUT_OF_STOCK", "UNKNOWN_PRODUCT"})
    void shouldRefundAtOnce_whenTheOrderIsRejectedAndAChargeMayHaveBegun(RejectionReason reason) {
        assertThat(begun.after(new Rejected(reason, NOW), NOW)).hasValueSatisfying(refund -> {
            assertThat(refund.state()).isEqualTo(SagaState.REFUNDING);
            assertThat(refund.dueAt()).isEqualTo(NOW);
            assertThat(refund.version()).isEqualTo(begun.version() + 1);
        });
        assertThat(attempted.after(new Rejected(reason, NOW), NOW)).isPresent();
    }

    @Test
    void shouldRefundAtOnce_whenTheOrderIsCancelled() {
        assertThat(begun.after(new Cancelled(NOW), NOW)).isPresent();
        assertThat(attempted.after(new Cancelled(NOW), NOW)).isPresent();
    }

    @Test
    void shouldCountVoidsAnew_whenTheRefundBegins() {
        Saga refund = attempted
                .postponed(NOW, Duration.ofSeconds(1))
                .after(new Cancelled(NOW), NOW)
                .orElseThrow();

        assertThat(refund.attempts()).isEqualTo(1);
        assertThat(refund.refundFailed(NOW, Duration.ofSeconds(1)).attempts()).isEqualTo(2);
        assertThat(refund.refundFailed(NOW, Duration.ofSeconds(1)).version()).isEqualTo(refund.version() + 1);
    }

    @Test
    void shouldRetryTheRefund_whenTheDeadlineHasPassed() {
        Saga refund = attempted.after(new Cancelled(NOW), NOW).orElseThrow();

        assertThat(refund.refundFailed(NOW.plusSeconds(90), Duration.ofSeconds(10))
                        .dueAt())
                .isEqualTo(NOW.plusSeconds(100));
    }

    @Test
    void shouldBeOverdue_whenTheDeadlineIsReached() {
        assertThat(begun.isOverdue(NOW.plusSeconds(59))).isFalse();
        assertThat(begun.isOverdue(NOW.plusSeconds(60))).isTrue();
    }
}
