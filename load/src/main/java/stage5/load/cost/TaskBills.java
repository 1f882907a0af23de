package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Bills a service as Fargate tasks: the cheapest sufficient size, in the number that the rate needs. */
final class TaskBills {

    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal MINUTES_AN_HOUR = BigDecimal.valueOf(60);

    private final AwsPriceList prices;
    private final Assumptions assumptions;

    TaskBills(AwsPriceList prices, Assumptions assumptions) {
        this.prices = prices;
        this.assumptions = assumptions;
    }

    /** @throws IllegalArgumentException if no Fargate task size has enough memory */
    Bill of(TaskUsage use, Scenario scenario) {
        BigDecimal needed =
                use.residentGb().multiply(assumptions.taskMemoryHeadroom().value());
        return TaskSize.from(assumptions.smallestTaskVcpu().value()).stream()
                .flatMap(
                        size -> size.memoryFor(needed).stream().map(memory -> bill(use, scenario, size.vcpu(), memory)))
                .min(Comparator.comparing(Bill::total))
                .orElseThrow(() -> new IllegalArgumentException(
                        "No task size holds %s with %s GB".formatted(use.service(), needed)));
    }

    private Bill bill(TaskUsage use, Scenario scenario, BigDecimal vcpu, BigDecimal memory) {
        Workload workload = scenario.workload();
        BigDecimal hours = assumptions.hoursAMonth().value();
        BigDecimal least = assumptions.minimumTasks().value();
        BigDecimal most = workload.rate()
                .multiply(use.vcpuSeconds())
                .divide(vcpu.multiply(assumptions.taskUtilisation().value()), MathContext.DECIMAL64)
                .setScale(0, RoundingMode.CEILING)
                .max(least);
        BigDecimal floor = least.multiply(hours);
        BigDecimal added = most.subtract(least);
        BigDecimal startHours = assumptions.taskStartSeconds().value().divide(SECONDS_AN_HOUR, MathContext.DECIMAL64);
        BigDecimal above = added.multiply(workload.busyHours(hours))
                .add(added.multiply(workload.onsets(hours)).multiply(startHours), MathContext.DECIMAL64);

        List<BillLine> lines = new ArrayList<>();
        PurchaseOption purchase = scenario.purchase();
        // A Savings Plan covers what runs in every hour; tasks that are added for some hours are bought on demand.
        PurchaseOption ofAddedTasks =
                purchase.isCommitment() && !workload.isSteadyByTheHour() ? PurchaseOption.ON_DEMAND : purchase;
        if (ofAddedTasks == purchase) {
            lines.addAll(compute("", floor.add(above), vcpu, memory, purchase, scenario.architecture()));
        } else {
            lines.addAll(compute(", always", floor, vcpu, memory, purchase, scenario.architecture()));
            lines.addAll(compute(", added", above, vcpu, memory, ofAddedTasks, scenario.architecture()));
        }
        BigDecimal polls = BigDecimal.valueOf(use.queues())
                .multiply(assumptions.containerPollsAMinute().value())
                .multiply(MINUTES_AN_HOUR)
                .multiply(floor.add(above));
        lines.add(BillLine.of("SQS, polling", new Quantity(polls, BillingUnit.REQUEST), prices.price("sqs.requests")));
        return new Bill(lines);
    }

    private List<BillLine> compute(
            String suffix,
            BigDecimal taskHours,
            BigDecimal vcpu,
            BigDecimal memory,
            PurchaseOption purchase,
            Architecture architecture) {
        // Concatenation is faster than formatting: a break-even calculates hundreds of thousands of bills.
        String tasks = ", tasks of " + vcpu + " vCPU and " + memory + " GB" + suffix;
        String price = purchase + "." + architecture;
        return List.of(
                BillLine.of(
                        "Fargate vCPU" + tasks,
                        new Quantity(taskHours.multiply(vcpu), BillingUnit.VCPU_HOUR),
                        prices.price("fargate.vcpu." + price)),
                BillLine.of(
                        "Fargate memory" + tasks,
                        new Quantity(taskHours.multiply(memory), BillingUnit.GB_HOUR),
                        prices.price("fargate.memory." + price)));
    }
}
