package stage5.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.web.money.Money;

class AmountFormatTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0            | EUR | 0.00 EUR
            5            | EUR | 0.05 EUR
            123450       | EUR | 1,234.50 EUR
            123450       | JPY | 123,450 JPY
            123450       | KWD | 123.450 KWD
            100000000000 | USD | 1,000,000,000.00 USD
            """)
    void shouldUseTheDecimalsOfTheCurrency_whenFormatting(long amount, String currency, String formatted) {
        assertThat(AmountFormat.format(new Money(amount, currency))).isEqualTo(formatted);
    }

    @Test
    void shouldFormatTheSame_whenTheDefaultLocaleDiffers() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(AmountFormat.format(new Money(123450, "EUR"))).isEqualTo("1,234.50 EUR");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldThrow_whenThereIsNoSuchCurrency() {
        assertThatThrownBy(() -> AmountFormat.format(new Money(5, "ZZZ"))).isInstanceOf(IllegalArgumentException.class);
    }
}
