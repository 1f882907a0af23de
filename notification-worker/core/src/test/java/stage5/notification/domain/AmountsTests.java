package stage5.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.money.Money;

class AmountsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0            | EUR | 0.00 EUR
            5            | EUR | 0.05 EUR
            123450       | EUR | 1,234.50 EUR
            123450       | JPY | 123,450 JPY
            123450       | KWD | 123.450 KWD
            100000000000 | USD | 1,000,000,000.00 USD
            """)
    void shouldHaveAsManyDecimalsAsTheCurrency(long amount, String currency, String words) {
        assertThat(Amounts.inWords(new Money(amount, currency))).isEqualTo(words);
    }

    @Test
    void shouldReadTheSame_whereTheMachineIsSetToAnotherLanguage() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Amounts.inWords(new Money(123450, "EUR"))).isEqualTo("1,234.50 EUR");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldGuessNothing_whenThereIsNoSuchCurrency() {
        assertThatThrownBy(() -> Amounts.inWords(new Money(5, "ZZZ"))).isInstanceOf(IllegalArgumentException.class);
    }
}
