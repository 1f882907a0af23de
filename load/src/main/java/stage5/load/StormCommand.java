package stage5.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stage5.load.generator.Generator;
import stage5.load.ordercost.OrderCostText;
import stage5.load.orders.MeasuredRun;
import stage5.load.orders.OrderSummary;
import stage5.load.overload.Bar;
import stage5.load.overload.RateSearch;
import stage5.load.overload.Storm;
import stage5.load.plan.LoadModel;
import stage5.stack.Stack;

/** The command {@code load storm}: four times the rate that the shop holds, between two calm phases. */
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Offers four times the rate that the shop on this machine holds for a minute, between two calm minutes,"
                        + " and judges the result. Exit status 1 if a bar is missed.")
final class StormCommand implements Callable<Integer> {

    /** Long enough to show a queue that grows at the rate. */
    private static final Duration TRIAL = Duration.ofSeconds(30);

    private static final Duration TRIAL_WARM_UP = Duration.ofSeconds(10);

    @Option(
            names = "--rate",
            description = "The orders a second that the shop holds. Default: the storm finds it first.")
    private Double rate;

    @Option(
            names = "--duration",
            defaultValue = "PT190S",
            description = "All phases together: two calm ones and the storm, and 10 s of silence (${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--warm-up",
            defaultValue = "PT20S",
            description = "Calm load before measuring starts (${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Mixin
    private LocalShopOptions shop;

    @Option(names = "--results", defaultValue = "load/target/storm", description = "Folder (${DEFAULT-VALUE}).")
    private Path results;

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = shop.stack();
        double held = rate == null ? find(stack) : rate;
        MeasuredRun runs = new MeasuredRun(
                new Generator(System.out::println, true), stack.ports().gateway(), Optional.of(stack));
        Storm.MeasuredStorm outcome =
                new Storm(stack, runs).run(shop.settings(LoadModel.STORM, held, warmUp, duration, results));
        List<Bar> bars = outcome.storm().bars();
        System.out.print(LoadResultText.of(outcome.run().load()));
        outcome.run().cost().ifPresent(cost -> System.out.print(OrderCostText.of(cost)));
        System.out.print(outcome.storm().storm().text());
        System.out.print(Bar.table(bars));
        if (!outcome.run().load().saturation().isEmpty()) {
            return LoadCommands.INVALID;
        }
        return Bar.areReached(bars) ? 0 : 1;
    }

    private double find(Stack stack) throws InterruptedException {
        MeasuredRun trials =
                new MeasuredRun(new Generator(line -> {}, false), stack.ports().gateway(), Optional.of(stack));
        return new RateSearch(trial -> trial(trials, trial), System.out::println).find();
    }

    private OrderSummary trial(MeasuredRun trials, double tried) throws InterruptedException {
        return trials.run(shop.settings(LoadModel.ORDERS, tried, TRIAL_WARM_UP, TRIAL, results.resolve("trial")))
                .orders();
    }
}
