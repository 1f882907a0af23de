package stage5.order.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Words that are stored, published and in the HTTP API: they never change. */
class SpellingTests {

    @Test
    void shouldKeepTheSpelling() {
        assertThat(Arrays.stream(OrderStatus.values()).map(OrderStatus::word))
                .containsExactly("placed", "confirmed", "rejected", "cancelled");
        assertThat(Arrays.stream(RejectionReason.values()).map(RejectionReason::word))
                .containsExactly(
                        "out-of-stock", "unknown-product", "stock-timeout", "payment-refused", "payment-timeout");
        assertThat(Arrays.stream(SagaState.values()).map(SagaState::word))
                .containsExactly("awaiting-stock", "awaiting-payment", "refunding");
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatItHasWritten(SagaState state) {
        assertThat(SagaState.of(state.word())).isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatItHasWritten(RejectionReason reason) {
        assertThat(RejectionReason.of(reason.word())).contains(reason);
    }

    @Test
    void shouldRefuseAnUnknownWord() {
        assertThatThrownBy(() -> SagaState.of("waiting"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("waiting");
        assertThat(RejectionReason.of("sold-out")).isEmpty();
    }
}
