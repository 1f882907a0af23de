package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a service costs as tasks on Fargate, of the size that is cheapest for it and in the number that the rate needs. */
final class TaskBills {

    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal MINUTES_AN_HOUR = BigDecimal.valueOf(60);

    private final PriceList prices;
    private final Assumptions given;

    TaskBills(PriceList prices, Assumptions given) {
        this.prices = prices;
        this.given = given;
    }

    /** @throws IllegalArgumentException if no task of Fargate's holds the service */
    Bill of(TaskUse use, Scenario scenario) {
        BigDecimal needed = use.residentGb().multiply(given.taskMemoryHeadroom().value());
        return TaskSize.from(given.smallestTaskVcpu().value()).stream()
                .flatMap(
                        size -> size.memoryFor(needed).stream().map(memory -> bill(use, scenario, size.vcpu(), memory)))
                .min(Comparator.comparing(Bill::total))
                .orElseThrow(() ->
                        new IllegalArgumentException("No task holds %s with %s GB".formatted(use.service(), needed)));
    }

    private Bill bill(TaskUse use, Scenario scenario, BigDecimal vcpu, BigDecimal memory) {
        Workload workload = scenario.workload();
        BigDecimal hours = given.hoursAMonth().value();
        BigDecimal least = given.minimumTasks().value();
        BigDecimal most = workload.rate()
                .multiply(use.vcpuSeconds())
                .divide(vcpu.multiply(given.taskUtilisation().value()), MathContext.DECIMAL64)
                .setScale(0, RoundingMode.CEILING)
                .max(least);
        BigDecimal floor = least.multiply(hours);
        BigDecimal added = most.subtract(least);
        BigDecimal startHours = given.taskStartSeconds().value().divide(SECONDS_AN_HOUR, MathContext.DECIMAL64);
        BigDecimal above = added.multiply(workload.busyHours(hours))
                .add(added.multiply(workload.onsets(hours)).multiply(startHours), MathContext.DECIMAL64);

        List<Line> lines = new ArrayList<>();
        Purchase purchase = scenario.purchase();
        // A commitment is for what runs in every hour; what is added for some hours is bought on demand.
        Purchase ofWhatIsAdded =
                purchase.isCommitment() && !workload.isSteadyByTheHour() ? Purchase.ON_DEMAND : purchase;
        if (ofWhatIsAdded == purchase) {
            lines.addAll(compute("", floor.add(above), vcpu, memory, purchase, scenario.architecture()));
        } else {
            lines.addAll(compute(", always", floor, vcpu, memory, purchase, scenario.architecture()));
            lines.addAll(compute(", added", above, vcpu, memory, ofWhatIsAdded, scenario.architecture()));
        }
        BigDecimal polls = BigDecimal.valueOf(use.queues())
                .multiply(given.containerPollsAMinute().value())
                .multiply(MINUTES_AN_HOUR)
                .multiply(floor.add(above));
        lines.add(Line.of("SQS, polling", new Quantity(polls, Unit.REQUEST), prices.price("sqs.requests")));
        return new Bill(lines);
    }

    private List<Line> compute(
            String which,
            BigDecimal taskHours,
            BigDecimal vcpu,
            BigDecimal memory,
            Purchase purchase,
            Architecture architecture) {
        // Concatenated, not formatted: a break-even reckons hundreds of thousands of bills.
        String tasks = ", tasks of " + vcpu + " vCPU and " + memory + " GB" + which;
        String price = purchase + "." + architecture;
        return List.of(
                Line.of(
                        "Fargate vCPU" + tasks,
                        new Quantity(taskHours.multiply(vcpu), Unit.VCPU_HOUR),
                        prices.price("fargate.vcpu." + price)),
                Line.of(
                        "Fargate memory" + tasks,
                        new Quantity(taskHours.multiply(memory), Unit.GB_HOUR),
                        prices.price("fargate.memory." + price)));
    }
}
