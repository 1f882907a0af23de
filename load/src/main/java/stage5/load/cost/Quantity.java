package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;

/** So much of a unit, to 16 digits. Different units don't add up, and a price takes only its own. */
public record Quantity(BigDecimal amount, Unit unit) {

    /** @throws IllegalArgumentException if the amount is negative */
    public Quantity {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("Nobody uses %s %ss".formatted(amount, unit));
        }
        amount = amount.round(MathContext.DECIMAL64);
    }

    public static Quantity of(String amount, Unit unit) {
        return new Quantity(new BigDecimal(amount), unit);
    }

    /** Returns both together. */
    public Quantity plus(Quantity other) {
        if (other.unit != unit) {
            throw new IllegalArgumentException("%ss and %ss don't add up".formatted(unit, other.unit));
        }
        return new Quantity(amount.add(other.amount, MathContext.DECIMAL64), unit);
    }
}
