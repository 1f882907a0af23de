package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** An amount of US dollars with 16 digits, rounded to cents only for display. */
public record Usd(BigDecimal amount) implements Comparable<Usd> {

    public static final Usd NOTHING = new Usd(BigDecimal.ZERO);

    public static Usd of(String amount) {
        return new Usd(new BigDecimal(amount));
    }

    public Usd plus(Usd other) {
        return new Usd(amount.add(other.amount, MathContext.DECIMAL64));
    }

    public Usd minus(Usd other) {
        return new Usd(amount.subtract(other.amount, MathContext.DECIMAL64));
    }

    public Usd times(BigDecimal factor) {
        return new Usd(amount.multiply(factor, MathContext.DECIMAL64));
    }

    /**
     * Returns the amount divided by a number.
     *
     * @throws ArithmeticException if the number is 0
     */
    public Usd dividedBy(BigDecimal parts) {
        return new Usd(amount.divide(parts, MathContext.DECIMAL64));
    }

    /** Returns the amount rounded to cents, half up. */
    public BigDecimal cents() {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }

    public double toDouble() {
        return amount.doubleValue();
    }

    @Override
    public int compareTo(Usd other) {
        return amount.compareTo(other.amount);
    }

    /** Returns the amount in the form {@code $1,234.50}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "$%,.2f", cents());
    }
}
