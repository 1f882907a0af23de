package stage5.load.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.DoubleRange;

/** What holds whatever was measured. */
class CostProperties {

    /** Money has 16 digits: of a hundred thousand dollars, a ten-billionth. */
    private static final Usd ROUNDING = Usd.of("0.000001");

    private final CostModel model = CostModel.newest();

    @Property(tries = 200)
    void shouldCostNoLess_whenMoreRequestsCome(
            @ForAll @BigRange(min = "0.01", max = "5000") BigDecimal rate,
            @ForAll @BigRange(min = "1", max = "20") BigDecimal times,
            @ForAll @BigRange(min = "0.01", max = "1") BigDecimal duty,
            @ForAll Purchase purchase,
            @ForAll Architecture architecture,
            @ForAll boolean provisioned) {
        Scenario some = scenario(rate, duty, purchase, architecture, provisioned);
        Scenario more = some.at(rate.multiply(times));

        for (Use use : new Use[] {function("0.02"), task("0.004")}) {
            assertThat(model.service(use, more).total())
                    .isGreaterThanOrEqualTo(model.service(use, some).total());
            assertThat(model.entry(use, more).total())
                    .isGreaterThanOrEqualTo(model.entry(use, some).total());
        }
        assertThat(model.shared(more).total())
                .isGreaterThanOrEqualTo(model.shared(some).total());
    }

    @Property(tries = 200)
    void shouldCostNoMore_whenCommittedOrSpare(
            @ForAll @BigRange(min = "0.01", max = "5000") BigDecimal rate,
            @ForAll @BigRange(min = "0.01", max = "1") BigDecimal duty,
            @ForAll Architecture architecture) {
        Usd onDemand = model.service(task("0.004"), scenario(rate, duty, Purchase.ON_DEMAND, architecture, false))
                .total();

        for (Purchase purchase : Purchase.values()) {
            assertThat(model.service(task("0.004"), scenario(rate, duty, purchase, architecture, false))
                            .total())
                    .isLessThanOrEqualTo(onDemand);
        }
    }

    @Property(tries = 200)
    void shouldCostTheSum_whenBilledInOneTierOrSeveral(
            @ForAll @BigRange(min = "0", max = "30000000000") BigDecimal one,
            @ForAll @BigRange(min = "0", max = "30000000000") BigDecimal other) {
        Price price = model.prices().price("lambda.duration.arm64");
        Quantity both = new Quantity(one, Unit.GB_SECOND).plus(new Quantity(other, Unit.GB_SECOND));

        Usd apart = price.of(new Quantity(one, Unit.GB_SECOND)).plus(price.of(new Quantity(other, Unit.GB_SECOND)));

        assertThat(price.of(both).minus(apart)).isLessThan(ROUNDING);
        assertThat(price.of(both).minus(price.first().times(both.amount()))).isLessThan(ROUNDING);
    }

    /** A floor against a slope: they cross at floor / slope, whichever they are. */
    @Property(tries = 200)
    void shouldBreakEvenWhereTheCurvesCross(
            @ForAll @DoubleRange(min = 0.1, max = 500) double floor,
            @ForAll @DoubleRange(min = 0.1, max = 500) double slope) {
        double crossing = floor / slope;
        Assume.that(crossing > 2 * BreakEven.LOWEST && crossing < BreakEven.HIGHEST / 2);

        BreakEven found = BreakEven.of(rate -> floor - slope * rate);

        assertThat(found.first()).isCloseTo(crossing, within(crossing / 1000));
        assertThat(found.last()).isEqualTo(found.first());
    }

    @Property(tries = 100)
    void shouldFindBothEnds_whenTheCurvesTakeTurns(@ForAll @DoubleRange(min = 1, max = 100) double from) {
        BreakEven found = BreakEven.of(rate -> rate < from || rate > 3 * from && rate < 5 * from ? 1 : -1);

        assertThat(found.first()).isCloseTo(from, within(from / 1000));
        assertThat(found.last()).isCloseTo(5 * from, within(from / 100));
    }

    @Property(tries = 1)
    void shouldSayNeverOrAlways_whenTheCurvesDoNotCross() {
        assertThat(BreakEven.of(rate -> 1)).isEqualTo(new BreakEven(BreakEven.NEVER, BreakEven.NEVER));
        assertThat(BreakEven.of(rate -> -1)).isEqualTo(new BreakEven(0, 0));
    }

    private static Scenario scenario(
            BigDecimal rate, BigDecimal duty, Purchase purchase, Architecture architecture, boolean provisioned) {
        return new Scenario(
                new Workload(rate, duty, Duration.ofDays(1)),
                architecture,
                purchase,
                provisioned,
                Entry.API_GATEWAY,
                Entry.ALB,
                Tracing.SPANS);
    }

    private static FunctionUse function(String gbSeconds) {
        return new FunctionUse(
                "order-service",
                BigDecimal.ONE,
                new BigDecimal(gbSeconds),
                new BigDecimal(gbSeconds),
                BigDecimal.ONE,
                BigDecimal.TWO,
                3,
                BigDecimal.valueOf(60),
                2,
                false,
                Consumed.NOTHING);
    }

    private static TaskUse task(String vcpuSeconds) {
        return new TaskUse("order-service", new BigDecimal(vcpuSeconds), new BigDecimal("0.3"), 2, Consumed.NOTHING);
    }
}
