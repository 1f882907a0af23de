package stage5.kit.web.money;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * An amount of money.
 *
 * @param amount in minor units of the currency (cents)
 * @param currency the ISO 4217 code; it is validated where a price is set
 */
public record Money(
        @Min(0) @Max(MAX_AMOUNT) long amount,

        @NotNull @CurrencyCode String currency) {

    /** The maximum price; low enough that the total of the largest order does not overflow. */
    public static final long MAX_AMOUNT = 1_000_000_000_00L;

    /** Returns this amount multiplied by a quantity; throws {@link ArithmeticException} on overflow. */
    public Money times(int quantity) {
        return new Money(Math.multiplyExact(amount, quantity), currency);
    }

    /**
     * Returns the sum; throws {@link IllegalArgumentException} if the currencies differ, {@link ArithmeticException} on
     * overflow.
     */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("Can't add " + other.currency + " to " + currency);
        }
        return new Money(Math.addExact(amount, other.amount), currency);
    }
}
