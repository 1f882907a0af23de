package stage5.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MailKindTests {

    /** The words are stored, published and in the HTTP API: they never change. */
    @ParameterizedTest
    @CsvSource({
        "welcome, WELCOME",
        "order-confirmed, ORDER_CONFIRMED",
        "order-rejected, ORDER_REJECTED",
        "order-cancelled, ORDER_CANCELLED"
    })
    void shouldKeepTheSpelling(String word, MailKind kind) {
        assertThat(kind.word()).isEqualTo(word);
        assertThat(MailKind.of(word)).isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveASubjectLine(MailKind kind) {
        assertThat(kind.subject()).isNotBlank();
    }

    @Test
    void shouldThrow_whenTheWordIsUnknown() {
        assertThatThrownBy(() -> MailKind.of("order-shipped"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("order-shipped");
    }
}
