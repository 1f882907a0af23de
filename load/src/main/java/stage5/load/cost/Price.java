package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;

/**
 * What one unit costs, and where that is written.
 *
 * @param tiers cheapest last; one without a limit where the price doesn't depend on how much is used
 * @param source AWS's page
 * @param date the day on which {@code seen} had read or published the figure
 * @param seen the document that the figure was read in
 * @param note what the price depends on, or null
 */
public record Price(String name, Unit unit, List<Tier> tiers, URI source, LocalDate date, String seen, String note) {

    /** A price up to a number of units a month; null is without a limit. */
    public record Tier(BigDecimal upTo, BigDecimal usd) {}

    public Price {
        tiers = List.copyOf(tiers);
    }

    /**
     * Returns what so much costs in a month, each tier at its own price.
     *
     * @throws IllegalArgumentException if it is counted in another unit than this price is for
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

    /** Returns what the first unit of a month costs. */
    public Usd first() {
        return new Usd(tiers.getFirst().usd());
    }
}
