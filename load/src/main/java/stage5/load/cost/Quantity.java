package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;

/** An amount of a billing unit, with 16 digits. */
public record Quantity(BigDecimal amount, BillingUnit unit) {

    /** @throws IllegalArgumentException if the amount is negative */
    public Quantity {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("A quantity cannot be negative: %s %ss".formatted(amount, unit));
        }
        amount = amount.round(MathContext.DECIMAL64);
    }

    public static Quantity of(String amount, BillingUnit unit) {
        return new Quantity(new BigDecimal(amount), unit);
    }

    /** Returns the sum; throws {@link IllegalArgumentException} if the units differ. */
    public Quantity plus(Quantity other) {
        if (other.unit != unit) {
            throw new IllegalArgumentException("%ss and %ss cannot be added".formatted(unit, other.unit));
        }
        return new Quantity(amount.add(other.amount, MathContext.DECIMAL64), unit);
    }
}
