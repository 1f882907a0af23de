package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a service costs as functions: requests, duration, and since August 2025 the INIT phase of every runtime
 * (https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/).
 */
final class FunctionBills {

    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal MINUTES_AN_HOUR = BigDecimal.valueOf(60);
    private static final BigDecimal FREE_STORAGE_GB = new BigDecimal("0.5");

    private final PriceList prices;
    private final Assumptions given;

    FunctionBills(PriceList prices, Assumptions given) {
        this.prices = prices;
        this.given = given;
    }

    Bill of(FunctionUse use, Scenario scenario) {
        Workload workload = scenario.workload();
        BigDecimal hours = given.hoursAMonth().value();
        BigDecimal requests = workload.requests(hours);
        BigDecimal scheduled = use.schedulesAnHour().multiply(hours.subtract(workload.busyHours(hours)));
        BigDecimal invocations = requests.multiply(use.invocations()).add(scheduled);
        BigDecimal gbSeconds = requests.multiply(use.gbSeconds()).add(scheduled.multiply(gbSecondsOfOne(use)));
        BigDecimal environments = environments(use, workload);

        List<Line> lines = new ArrayList<>();
        lines.add(Line.of("Lambda requests", new Quantity(invocations, Unit.REQUEST), prices.price("lambda.requests")));
        Usd always;
        Usd onDemand;
        if (scenario.provisioned()) {
            Line concurrency = Line.of(
                    "Lambda provisioned concurrency",
                    gbSeconds(environments
                            .multiply(use.memoryGb())
                            .multiply(hours)
                            .multiply(SECONDS_AN_HOUR)),
                    price("lambda.provisioned-concurrency", scenario));
            Line duration = Line.of(
                    "Lambda duration, provisioned",
                    gbSeconds(gbSeconds),
                    price("lambda.provisioned-duration", scenario));
            lines.add(concurrency);
            lines.add(duration);
            always = concurrency.cost();
            onDemand = duration.cost();
        } else {
            // One quantity, so that the tiers of the month see both; two lines, so that the reader does.
            BigDecimal init =
                    coldStarts(use, workload, environments).multiply(use.initGbSeconds(), MathContext.DECIMAL64);
            Price price = price("lambda.duration", scenario);
            Line duration = Line.of("Lambda duration", gbSeconds(gbSeconds), price);
            Usd both = price.of(gbSeconds(gbSeconds.add(init)));
            lines.add(duration);
            lines.add(new Line("Lambda cold starts (INIT)", gbSeconds(init), both.minus(duration.cost())));
            always = Usd.NOTHING;
            onDemand = both;
        }
        lines.add(storage(use, gbSeconds));
        if (use.snapStart()) {
            lines.add(Line.of(
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
        lines.add(Line.of("SQS, polling", new Quantity(polls(use, hours), Unit.REQUEST), prices.price("sqs.requests")));
        return new Bill(lines);
    }

    /** Returns how many environments the rate keeps busy, never fewer than there are functions: Little's law. */
    private BigDecimal environments(FunctionUse use, Workload workload) {
        return workload.rate()
                .multiply(use.busySeconds())
                .multiply(given.environmentHeadroom().value())
                .setScale(0, RoundingMode.CEILING)
                .max(BigDecimal.valueOf(use.functions()));
    }

    /** Returns the cold starts of a month: all environments at each onset, and each again when its time is up. */
    private BigDecimal coldStarts(FunctionUse use, Workload workload, BigDecimal environments) {
        BigDecimal hours = given.hoursAMonth().value();
        BigDecimal replaced = workload.busyHours(hours)
                .divide(given.environmentLifetimeHours().value(), MathContext.DECIMAL64);
        return environments.multiply(workload.onsets(hours).add(replaced), MathContext.DECIMAL64);
    }

    private Line storage(FunctionUse use, BigDecimal gbSeconds) {
        BigDecimal extra =
                given.ephemeralStorageGb().value().subtract(FREE_STORAGE_GB).max(BigDecimal.ZERO);
        return Line.of(
                "Lambda ephemeral storage",
                gbSeconds(
                        gbSeconds.divide(use.memoryGb(), MathContext.DECIMAL64).multiply(extra)),
                prices.price("lambda.ephemeral-storage"));
    }

    private Line discount(Scenario scenario, Usd covered) {
        BigDecimal share = prices.price("lambda." + scenario.purchase()).first().amount();
        return new Line("Savings Plan", new Quantity(share, Unit.DISCOUNT), covered.times(share.negate()));
    }

    private BigDecimal polls(FunctionUse use, BigDecimal hours) {
        return BigDecimal.valueOf(use.queues())
                .multiply(given.functionPollsAMinute().value())
                .multiply(MINUTES_AN_HOUR)
                .multiply(hours);
    }

    private static BigDecimal gbSecondsOfOne(FunctionUse use) {
        return use.invocations().signum() == 0
                ? BigDecimal.ZERO
                : use.gbSeconds().divide(use.invocations(), MathContext.DECIMAL64);
    }

    private Price price(String name, Scenario scenario) {
        return prices.price(name + "." + scenario.architecture());
    }

    private static Quantity gbSeconds(BigDecimal amount) {
        return new Quantity(amount, Unit.GB_SECOND);
    }
}
