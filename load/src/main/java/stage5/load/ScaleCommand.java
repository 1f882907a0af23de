package stage5.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stage5.load.compare.LocalCloudConsole;
import stage5.load.generator.Generator;
import stage5.load.generator.LoadException;
import stage5.load.ordercost.OrderCost;
import stage5.load.orders.MeasuredRun;
import stage5.load.plan.LoadModel;
import stage5.load.scale.KeyProjection;
import stage5.load.scale.ScaleText;
import stage5.stack.Stack;

/** The command {@code scale}: projects partition keys and quotas to higher rates from a sample of orders. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs a sample of orders on the shop of this machine, and projects the load on each partition key and"
                        + " on the quotas of AWS to higher rates. Exit status 1 if an order of the sample is not confirmed.")
final class ScaleCommand implements Callable<Integer> {

    /** A sample, which {@code KeyLimitsTests} can read. */
    private static final String FILE = "keys.json";

    private static final Duration WARM_UP = Duration.ofSeconds(10);

    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "50,500,5000,50000",
            description = "Orders a second to project to (${DEFAULT-VALUE}).")
    private List<Double> rates;

    @Option(
            names = "--products",
            defaultValue = "10000",
            description = "Products of the projected shop, with a demand by Zipf's law (${DEFAULT-VALUE}).")
    private int products;

    @Option(
            names = "--shards",
            split = ",",
            paramLabel = "PROPERTY=N",
            description =
                    "Numbers of shards or buckets, such as stage5.outbox.shards=32. Default: those of the services.")
    private Map<String, Integer> shards = Map.of();

    @Option(names = "--rate", defaultValue = "5", description = "Orders a second of the sample (${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--duration", defaultValue = "PT60S", description = "Of the sample (${DEFAULT-VALUE}).")
    private Duration duration;

    @Mixin
    private LocalShopOptions shop;

    @Option(names = "--results", defaultValue = "load/target/scale", description = "Folder (${DEFAULT-VALUE}).")
    private Path results;

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = shop.stack();
        try (LocalCloudConsole console = new LocalCloudConsole(stack.ports())) {
            AtomicReference<JsonNode> keys = new AtomicReference<>();
            MeasuredRun runs = new MeasuredRun(
                    new Generator(System.out::println, false),
                    stack.ports().gateway(),
                    Optional.of(stack),
                    () -> keys.set(console.meteredKeys()));
            MeasuredRun.Result run = runs.run(
                    shop.settings(LoadModel.ORDERS, rate, WARM_UP, duration, results),
                    new MeasuredRun.TimedAction(Duration.ZERO, console::resetMeteredKeys));
            OrderCost cost = run.cost().orElseThrow(() -> new LoadException("No order of the sample was confirmed"));
            ObjectNode sample =
                    KeyProjection.sample(keys.get(), cost.orders(), run.load().length());
            write(sample);
            System.out.print(run.orders().text());
            System.out.print(ScaleText.of(KeyProjection.of(sample), cost, rates, products, shards));
            return run.orders().isComplete() ? 0 : 1;
        }
    }

    private void write(JsonNode report) {
        try {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(results.resolve(FILE).toFile(), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
