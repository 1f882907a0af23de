package stage5.notification.domain;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;
import stage5.kit.money.Money;

/** Amounts of money as people read them. */
public final class Amounts {

    private Amounts() {}

    /**
     * Returns the amount with as many decimals as its currency has, such as {@code 1,234.50 EUR} or {@code 1,234 JPY};
     * throws {@link IllegalArgumentException} where ISO 4217 has no such currency.
     */
    public static String inWords(Money money) {
        int decimals = Math.max(0, Currency.getInstance(money.currency()).getDefaultFractionDigits());
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.UK));
        format.setMinimumFractionDigits(decimals);
        return format.format(BigDecimal.valueOf(money.amount(), decimals)) + " " + money.currency();
    }
}
