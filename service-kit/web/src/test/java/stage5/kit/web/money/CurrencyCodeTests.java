package stage5.kit.web.money;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrencyCodeTests {

    private final CurrencyCode.Validator validator = new CurrencyCode.Validator();

    @ParameterizedTest
    @ValueSource(strings = {"EUR", "USD", "JPY", "KWD", "CLF"})
    void shouldBeValid_whenIso4217DefinesTheCurrency(String code) {
        assertThat(validator.isValid(code, null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZZZ", "ABC", "eur", "Eur", "EU", "EURO", "", " EUR", "XXX", "XTS", "XAU"})
    void shouldBeInvalid_whenItIsNoCurrencyWithMinorUnits(String code) {
        assertThat(validator.isValid(code, null)).isFalse();
    }

    @Test
    void shouldLeaveNullToOtherConstraints() {
        assertThat(validator.isValid(null, null)).isTrue();
    }
}
