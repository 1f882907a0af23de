package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Bills a service as functions: requests, duration, and since August 2025 the INIT phase of every runtime
 * (https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/).
 */
final class FunctionBills {

    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal MINUTES_AN_HOUR = BigDecimal.valueOf(60);
    private static final BigDecimal FREE_STORAGE_GB = new BigDecimal("0.5");

    private final AwsPriceList prices;
    private final Assumptions assumptions;

    FunctionBills(AwsPriceList prices, Assumptions assumptions) {
        this.prices = prices;
        this.assumptions = assumptions;
    }

    Bill of(FunctionUsage use, Scenario scenario) {
        Workload workload = scenario.workload();
        BigDecimal hours = assumptions.hoursAMonth().value();
        BigDecimal requests = workload.requests(hours);
        BigDecimal scheduled = use.schedulesAnHour().multiply(hours.subtract(workload.busyHours(hours)));
        BigDecimal invocations = requests.multiply(use.invocations()).add(scheduled);
        BigDecimal gbSeconds = requests.multiply(use.gbSeconds()).add(scheduled.multiply(gbSecondsOfOne(use)));
        BigDecimal environments = environments(use, workload);

        List<BillLine> lines = new ArrayList<>();
        lines.add(BillLine.of(
                "Lambda requests", new Quantity(invocations, BillingUnit.REQUEST), prices.price("lambda.requests")));
        Usd always;
        Usd onDemand;
        if (scenario.provisioned()) {
            BillLine concurrency = BillLine.of(
                    "Lambda provisioned concurrency",
                    gbSeconds(environments
                            .multiply(use.memoryGb())
                            .multiply(hours)
                            .multiply(SECONDS_AN_HOUR)),
                    price("lambda.provisioned-concurrency", scenario));
            BillLine duration = BillLine.of(
                    "Lambda duration, provisioned",
                    gbSeconds(gbSeconds),
                    price("lambda.provisioned-duration", scenario));
            lines.add(concurrency);
            lines.add(duration);
            always = concurrency.cost();
            onDemand = duration.cost();
        } else {
            // Price tiers apply to the sum of both; the bill shows both lines.
            BigDecimal init =
                    coldStarts(use, workload, environments).multiply(use.initGbSeconds(), MathContext.DECIMAL64);
            UnitPrice price = price("lambda.duration", scenario);
            BillLine duration = BillLine.of("Lambda duration", gbSeconds(gbSeconds), price);
            Usd both = price.of(gbSeconds(gbSeconds.add(init)));
            lines.add(duration);
            lines.add(new BillLine("Lambda cold starts (INIT)", gbSeconds(init), both.minus(duration.cost())));
            always = Usd.NOTHING;
            onDemand = both;
        }
        lines.add(storage(use, gbSeconds));
        if (use.snapStart()) {
            lines.add(BillLine.of(
                    "Lambda SnapStart, snapshots kept",
                    gbSeconds(use.memoryGb()
                            .multiply(BigDecimal.valueOf(use.functions()))
                            .multiply(hours)
                            .multiply(SECONDS_AN_HOUR)),
                    prices.price("lambda.snapstart-cache.java")));
        }
        if (scenario.purchase().isCommitment()) {
            Usd covered = workload.isSteadyByTheHour() ? always.plus(onDemand) : always;
            lines.add(discount(scenario, covered));
        }
        lines.add(BillLine.of(
                "SQS, polling", new Quantity(polls(use, hours), BillingUnit.REQUEST), prices.price("sqs.requests")));
        return new Bill(lines);
    }

    /** Returns the busy execution environments by Little's law, with headroom; at least one for each function. */
    private BigDecimal environments(FunctionUsage use, Workload workload) {
        return workload.rate()
                .multiply(use.busySeconds())
                .multiply(assumptions.environmentHeadroom().value())
                .setScale(0, RoundingMode.CEILING)
                .max(BigDecimal.valueOf(use.functions()));
    }

    /**
     * Returns the cold starts of a month: all environments at each onset, and each again at the end of its lifetime.
     */
    private BigDecimal coldStarts(FunctionUsage use, Workload workload, BigDecimal environments) {
        BigDecimal hours = assumptions.hoursAMonth().value();
        BigDecimal replaced = workload.busyHours(hours)
                .divide(assumptions.environmentLifetimeHours().value(), MathContext.DECIMAL64);
        return environments.multiply(workload.onsets(hours).add(replaced), MathContext.DECIMAL64);
    }

    private BillLine storage(FunctionUsage use, BigDecimal gbSeconds) {
        BigDecimal extra = assumptions
                .ephemeralStorageGb()
                .value()
                .subtract(FREE_STORAGE_GB)
                .max(BigDecimal.ZERO);
        return BillLine.of(
                "Lambda ephemeral storage",
                gbSeconds(
                        gbSeconds.divide(use.memoryGb(), MathContext.DECIMAL64).multiply(extra)),
                prices.price("lambda.ephemeral-storage"));
    }

    private BillLine discount(Scenario scenario, Usd covered) {
        BigDecimal share = prices.price("lambda." + scenario.purchase()).first().amount();
        return new BillLine("Savings Plan", new Quantity(share, BillingUnit.DISCOUNT), covered.times(share.negate()));
    }

    private BigDecimal polls(FunctionUsage use, BigDecimal hours) {
        return BigDecimal.valueOf(use.queues())
                .multiply(assumptions.functionPollsAMinute().value())
                .multiply(MINUTES_AN_HOUR)
                .multiply(hours);
    }

    private static BigDecimal gbSecondsOfOne(FunctionUsage use) {
        return use.invocations().signum() == 0
                ? BigDecimal.ZERO
                : use.gbSeconds().divide(use.invocations(), MathContext.DECIMAL64);
    }

    private UnitPrice price(String name, Scenario scenario) {
        return prices.price(name + "." + scenario.architecture());
    }

    private static Quantity gbSeconds(BigDecimal amount) {
        return new Quantity(amount, BillingUnit.GB_SECOND);
    }
}
