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

/** Properties of the cost model that hold for any usage. */
class CostProperties {

    /** Tolerance for amounts with 16 digits. */
    private static final Usd ROUNDING = Usd.of("0.000001");

    private final CostModel model = CostModel.newest();

    @Property(tries = 200)
    void shouldCostNoLess_whenMoreRequestsCome(
            @ForAll @BigRange(min = "0.01", max = "5000") BigDecimal rate,
            @ForAll @BigRange(min = "1", max = "20") BigDecimal times,
            @ForAll @BigRange(min = "0.01", max = "1") BigDecimal duty,
            @ForAll PurchaseOption purchase,
            @ForAll Architecture architecture,
            @ForAll boolean provisioned) {
        Scenario some = scenario(rate, duty, purchase, architecture, provisioned);
        Scenario more = some.at(rate.multiply(times));

        for (ServiceUsage use : new ServiceUsage[] {function("0.02"), task("0.004")}) {
            assertThat(model.service(use, more).total())
                    .isGreaterThanOrEqualTo(model.service(use, some).total());
            assertThat(model.ingress(use, more).total())
                    .isGreaterThanOrEqualTo(model.ingress(use, some).total());
        }
        assertThat(model.shared(more).total())
                .isGreaterThanOrEqualTo(model.shared(some).total());
    }

    @Property(tries = 200)
    void shouldCostNoMore_whenBoughtBySavingsPlanOrSpot(
            @ForAll @BigRange(min = "0.01", max = "5000") BigDecimal rate,
            @ForAll @BigRange(min = "0.01", max = "1") BigDecimal duty,
            @ForAll Architecture architecture) {
        Usd onDemand = model.service(task("0.004"), scenario(rate, duty, PurchaseOption.ON_DEMAND, architecture, false))
                .total();

        for (PurchaseOption purchase : PurchaseOption.values()) {
            assertThat(model.service(task("0.004"), scenario(rate, duty, purchase, architecture, false))
                            .total())
                    .isLessThanOrEqualTo(onDemand);
        }
    }

    @Property(tries = 200)
    void shouldCostAtMostTheSum_whenTwoQuantitiesAreBilledTogether(
            @ForAll @BigRange(min = "0", max = "30000000000") BigDecimal one,
            @ForAll @BigRange(min = "0", max = "30000000000") BigDecimal other) {
        UnitPrice price = model.prices().price("lambda.duration.arm64");
        Quantity both = new Quantity(one, BillingUnit.GB_SECOND).plus(new Quantity(other, BillingUnit.GB_SECOND));

        Usd apart = price.of(new Quantity(one, BillingUnit.GB_SECOND))
                .plus(price.of(new Quantity(other, BillingUnit.GB_SECOND)));

        assertThat(price.of(both).minus(apart)).isLessThan(ROUNDING);
        assertThat(price.of(both).minus(price.first().times(both.amount()))).isLessThan(ROUNDING);
    }

    /** A constant and a linear cost cross at floor / slope. */
    @Property(tries = 200)
    void shouldReturnTheCrossing_whenTheCurvesCrossOnce(
            @ForAll @DoubleRange(min = 0.1, max = 500) double floor,
            @ForAll @DoubleRange(min = 0.1, max = 500) double slope) {
        double crossing = floor / slope;
        Assume.that(crossing > 2 * BreakEven.LOWEST && crossing < BreakEven.HIGHEST / 2);

        BreakEven found = BreakEven.of(rate -> floor - slope * rate);

        assertThat(found.first()).isCloseTo(crossing, within(crossing / 1000));
        assertThat(found.last()).isEqualTo(found.first());
    }

    @Property(tries = 100)
    void shouldReturnTheFirstAndTheLastCrossing_whenTheCurvesCrossSeveralTimes(
            @ForAll @DoubleRange(min = 1, max = 100) double from) {
        BreakEven found = BreakEven.of(rate -> rate < from || rate > 3 * from && rate < 5 * from ? 1 : -1);

        assertThat(found.first()).isCloseTo(from, within(from / 1000));
        assertThat(found.last()).isCloseTo(5 * from, within(from / 100));
    }

    @Property(tries = 1)
    void shouldReturnNeverOrZero_whenTheCurvesDoNotCross() {
        assertThat(BreakEven.of(rate -> 1)).isEqualTo(new BreakEven(BreakEven.NEVER, BreakEven.NEVER));
        assertThat(BreakEven.of(rate -> -1)).isEqualTo(new BreakEven(0, 0));
    }

    private static Scenario scenario(
            BigDecimal rate, BigDecimal duty, PurchaseOption purchase, Architecture architecture, boolean provisioned) {
        return new Scenario(
                new Workload(rate, duty, Duration.ofDays(1)),
                architecture,
                purchase,
                provisioned,
                IngressType.API_GATEWAY,
                IngressType.ALB,
                TracingBilling.SPANS);
    }

    private static FunctionUsage function(String gbSeconds) {
        return new FunctionUsage(
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
                ConsumptionPerRequest.NOTHING);
    }

    private static TaskUsage task(String vcpuSeconds) {
        return new TaskUsage(
                "order-service", new BigDecimal(vcpuSeconds), new BigDecimal("0.3"), 2, ConsumptionPerRequest.NOTHING);
    }
}
