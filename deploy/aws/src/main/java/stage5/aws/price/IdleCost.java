package stage5.aws.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import stage5.aws.assembly.AssembledStack;

/**
 * What stacks cost a month without traffic and without stored data. Tasks count on demand, in their smallest number.
 *
 * @param usd the sum of what has a price
 * @param unpriced prices that the file doesn't have
 */
public record IdleCost(BigDecimal usd, Set<String> unpriced) {

    public static final IdleCost NOTHING = new IdleCost(BigDecimal.ZERO, Set.of());

    public IdleCost {
        unpriced = Set.copyOf(unpriced);
    }

    /** Returns the cost of the stack's resources. */
    public static IdleCost of(AssembledStack stack, MonthlyPrices prices) {
        BilledUnits units = new BilledUnits(stack);
        return stack.resources().stream()
                .map(resource -> priced(units.of(resource), prices))
                .reduce(NOTHING, IdleCost::plus);
    }

    private static IdleCost priced(Map<String, BigDecimal> units, MonthlyPrices prices) {
        BigDecimal sum = BigDecimal.ZERO;
        Set<String> unpriced = new TreeSet<>();
        for (Map.Entry<String, BigDecimal> unit : units.entrySet()) {
            Optional<BigDecimal> price = prices.ofMonth(unit.getKey());
            if (price.isPresent()) {
                sum = sum.add(price.get().multiply(unit.getValue()));
            } else {
                unpriced.add(unit.getKey());
            }
        }
        return new IdleCost(sum, unpriced);
    }

    public IdleCost plus(IdleCost other) {
        Set<String> both = new TreeSet<>(unpriced);
        both.addAll(other.unpriced);
        return new IdleCost(usd.add(other.usd), both);
    }

    /** Returns whether nothing is billed without traffic. */
    public boolean isNothing() {
        return usd.signum() == 0 && unpriced.isEmpty();
    }

    /** Returns the cost as text, such as {@code $16.43 a month}, with what it doesn't contain. */
    @Override
    public String toString() {
        String text = "$%s a month".formatted(usd.setScale(2, RoundingMode.HALF_UP));
        return unpriced.isEmpty()
                ? text
                : "%s, without a price for %s".formatted(text, String.join(", ", new TreeSet<>(unpriced)));
    }
}
