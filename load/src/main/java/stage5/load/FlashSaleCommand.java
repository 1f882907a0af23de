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
import stage5.load.overload.Bar;
import stage5.load.overload.FlashSale;
import stage5.load.plan.LoadModel;
import stage5.stack.Stack;

/** The command {@code load flash-sale}: all orders are for one product, whose stock sells out. */
@Command(
        name = "flash-sale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Sells one product to all customers of the shop on this machine, and judges the result. Exit status 1 if"
                        + " a bar is missed.")
final class FlashSaleCommand implements Callable<Integer> {

    /** The stock ends before the sale does, so that an oversell would show. */
    private static final double STOCK = 0.9;

    @Option(names = "--rate", defaultValue = "40", description = "Orders a second (${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--duration", defaultValue = "PT60S", description = "Of the sale (${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--warm-up",
            defaultValue = "PT20S",
            description = "Orders of all products before the sale, at half the rate (${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Option(names = "--stock", description = "Units on hand. Default: nine tenths of the planned orders.")
    private Long stock;

    @Option(
            names = "--hold-millis",
            defaultValue = "5",
            description = "How long a transaction of the local DynamoDB holds its items, so that others conflict"
                    + " (${DEFAULT-VALUE}).")
    private int holdMillis;

    @Mixin
    private LocalShopOptions shop;

    @Option(names = "--results", defaultValue = "load/target/flash-sale", description = "Folder (${DEFAULT-VALUE}).")
    private Path results;

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = shop.stack();
        if (warmUp.isPositive()) {
            new Generator(line -> {}, false)
                    .run(shop.settings(LoadModel.ORDERS, rate / 2, Duration.ZERO, warmUp, results.resolve("warm-up")));
        }
        MeasuredRun runs = new MeasuredRun(
                new Generator(System.out::println, true), stack.ports().gateway(), Optional.of(stack));
        FlashSale.MeasuredSale outcome = new FlashSale(stack, runs, holdMillis)
                .run(
                        shop.settings(LoadModel.FLASH_SALE, rate, Duration.ZERO, duration, results),
                        stock == null ? Math.round(rate * duration.toSeconds() * STOCK) : stock);
        List<Bar> bars = outcome.sale().bars();
        System.out.print(LoadResultText.of(outcome.run().load()));
        System.out.print(outcome.run().orders().text());
        outcome.run().cost().ifPresent(cost -> System.out.print(OrderCostText.of(cost)));
        System.out.print(Bar.table(bars));
        if (!outcome.run().load().saturation().isEmpty()) {
            return LoadCommands.INVALID;
        }
        return Bar.areReached(bars) ? 0 : 1;
    }
}
