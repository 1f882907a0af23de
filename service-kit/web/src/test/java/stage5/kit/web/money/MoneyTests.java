package stage5.kit.web.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MoneyTests {

    @Test
    void shouldMultiplyAndAdd_whenTheCurrencyIsTheSame() {
        assertThat(new Money(1999, "EUR").times(3).plus(new Money(1, "EUR"))).isEqualTo(new Money(5998, "EUR"));
    }

    @Test
    void shouldNotOverflow_whenAnOrderHasTheMaximumSize() {
        Money line = new Money(Money.MAX_AMOUNT, "EUR").times(1000);
        Money total = line;
        for (int i = 1; i < 50; i++) {
            total = total.plus(line);
        }
        assertThat(total.amount()).isEqualTo(50_000L * Money.MAX_AMOUNT);
    }

    @Test
    void shouldThrow_whenCurrenciesDiffer() {
        assertThatThrownBy(() -> new Money(1, "EUR").plus(new Money(1, "USD")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
