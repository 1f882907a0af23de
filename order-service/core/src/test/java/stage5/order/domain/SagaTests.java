package stage5.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import stage5.order.domain.OrderEvent.Cancelled;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Rejected;

class SagaTests {

    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final Saga BEGUN = Saga.begin("o1", "tok", NOW.plusSeconds(30), NOW.plusSeconds(60));
    private static final Saga ATTEMPTED = BEGUN.attempting(NOW.plusSeconds(6));

    @Test
    void shouldAwaitStock_whenBegun() {
        assertThat(BEGUN.state()).isEqualTo(SagaState.AWAITING_STOCK);
        assertThat(BEGUN.dueAt()).isEqualTo(NOW.plusSeconds(30));
    }

    @Test
    void shouldCountTheAttempt_whenAttempting() {
        assertThat(ATTEMPTED.state()).isEqualTo(SagaState.AWAITING_PAYMENT);
        assertThat(ATTEMPTED.attempts()).isEqualTo(1);
        assertThat(ATTEMPTED.version()).isEqualTo(BEGUN.version() + 1);
    }

    @Test
    void shouldBeDueAtTheDeadline_whenPostponedBeyondIt() {
        assertThat(ATTEMPTED
                        .postponed(NOW.plusSeconds(55), Duration.ofSeconds(10))
                        .dueAt())
                .isEqualTo(ATTEMPTED.deadlineAt());
    }

    @Test
    void shouldEnd_whenNoChargeWasAttempted() {
        assertThat(BEGUN.after(new Cancelled(NOW), NOW)).isEmpty();
        assertThat(BEGUN.after(new Rejected(RejectionReason.STOCK_TIMEOUT, NOW), NOW))
                .isEmpty();
    }

    @Test
    void shouldEnd_whenTheOutcomeOfThePaymentIsKnown() {
        assertThat(ATTEMPTED.after(new Confirmed(NOW), NOW)).isEmpty();
        assertThat(ATTEMPTED.after(new Rejected(RejectionReason.PAYMENT_REFUSED, NOW), NOW))
                .isEmpty();
    }

    @Test
    void shouldRefundAtOnce_whenTheCustomerMayBeCharged() {
        assertThat(ATTEMPTED.after(new Rejected(RejectionReason.PAYMENT_TIMEOUT, NOW), NOW))
                .hasValueSatisfying(refund -> {
                    assertThat(refund.state()).isEqualTo(SagaState.REFUNDING);
                    assertThat(refund.dueAt()).isEqualTo(NOW);
                });
        assertThat(ATTEMPTED.after(new Cancelled(NOW), NOW)).isPresent();
    }

    @Test
    void shouldRefund_whenARefusalFollowsARequestWithAnUnknownOutcome() {
        Rejected refused = new Rejected(RejectionReason.PAYMENT_REFUSED, NOW);

        assertThat(ATTEMPTED.attempting(NOW).after(refused, NOW)).isPresent();
        assertThat(ATTEMPTED.withAtLeast(2).after(refused, NOW)).isPresent();
        assertThat(ATTEMPTED.withAtLeast(1).after(refused, NOW)).isEmpty();
        assertThat(ATTEMPTED.withAtLeast(2).version()).isEqualTo(ATTEMPTED.version());
    }

    @Test
    void shouldCountVoidsAnew_whenTheRefundBegins() {
        Saga refund = ATTEMPTED.withAtLeast(9).after(new Cancelled(NOW), NOW).orElseThrow();

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
