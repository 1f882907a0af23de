package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;

/**
 * The price of a unit, with its source.
 *
 * @param tiers in ascending order; a single one without a limit if the price does not depend on the quantity
 * @param source AWS's pricing page
 * @param date when the document {@code seen} was read or published
 * @param seen the document from which the price was taken
 * @param note a condition of the price, or null
 */
public record UnitPrice(
        String name, BillingUnit unit, List<Tier> tiers, URI source, LocalDate date, String seen, String note) {

    /** A price up to a number of units a month; null means no limit. */
    public record Tier(BigDecimal upTo, BigDecimal usd) {}

    public UnitPrice {
        tiers = List.copyOf(tiers);
    }

    /**
     * Returns the monthly cost of a quantity, each tier at its own price.
     *
     * @throws IllegalArgumentException if the quantity has another unit
     */
    public Usd of(Quantity quantity) {
        if (quantity.unit() != unit) {
            throw new IllegalArgumentException(
                    "%s is a price for a %s, not for a %s".formatted(name, unit, quantity.unit()));
        }
        BigDecimal below = BigDecimal.ZERO;
        Usd sum = Usd.NOTHING;
        for (Tier tier : tiers) {
            BigDecimal end =
                    tier.upTo() == null ? quantity.amount() : tier.upTo().min(quantity.amount());
            if (end.compareTo(below) > 0) {
                sum = sum.plus(new Usd(tier.usd().multiply(end.subtract(below), MathContext.DECIMAL64)));
                below = end;
            }
        }
        return sum;
    }

    /** Returns the price of the first unit of a month. */
    public Usd first() {
        return new Usd(tiers.getFirst().usd());
    }
}
