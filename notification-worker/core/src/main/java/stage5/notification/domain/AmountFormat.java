package stage5.notification.domain;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;
import stage5.kit.web.money.Money;

/** Formats amounts of money for mails. */
public final class AmountFormat {

    private AmountFormat() {}

    /**
     * Returns the amount with the number of decimals of its currency, such as {@code 1,234.50 EUR} or {@code 1,234 JPY}.
     *
     * @throws IllegalArgumentException if ISO 4217 has no such currency
     */
    public static String format(Money money) {
        int decimals = Math.max(0, Currency.getInstance(money.currency()).getDefaultFractionDigits());
        DecimalFormat decimalFormat = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.UK));
        decimalFormat.setMinimumFractionDigits(decimals);
        return decimalFormat.format(BigDecimal.valueOf(money.amount(), decimals)) + " " + money.currency();
    }
}
