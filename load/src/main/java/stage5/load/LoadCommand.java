package stage5.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.load.generator.Generator;
import stage5.load.generator.GeneratorSettings;
import stage5.load.generator.LoadResult;
import stage5.load.generator.Slo;
import stage5.load.ordercost.OrderCostText;
import stage5.load.orders.MeasuredRun;
import stage5.load.plan.LoadModel;
import stage5.load.plan.MachineShare;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.ServiceForms;
import stage5.stack.Stack;
import stage5.stack.TemporaryStack;
import stage5.stack.seed.ShopFilling;
import stage5.stack.terminal.TerminalProgress;

/** The command {@code load}: runs a load model against a shop; prints a summary and writes Gatling's report. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {StormCommand.class, FlashSaleCommand.class, MergeCommand.class},
        description = "Puts load on a shop: open arrivals, deterministic by seed.")
final class LoadCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            defaultValue = "browse",
            description =
                    "browse, checkout, orders, flash, soak, step, growth-50, growth-500, growth-5000 or growth-50000"
                            + " (${DEFAULT-VALUE}).")
    private LoadModel model;

    @Option(names = "--rate", description = "Requests a second; orders in checkout and orders. Default: the model's.")
    private Double rate;

    @Option(names = "--duration", description = "ISO 8601, such as PT90S. Default: the model's.")
    private Duration duration;

    @Option(
            names = "--warm-up",
            defaultValue = "PT10S",
            description = "Load before measuring starts (${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description =
                    "Start a shop for the run in this form: container, lambda, or catalog=lambda,order=container.")
    private String form;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description = "The gateway of a running shop; by default the one at the port base.")
    private URI target;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + Ports.USUAL_BASE,
            description = "The port of the gateway on this machine (${DEFAULT-VALUE}).")
    private int portBase;

    @Mixin
    private VisitorOptions visitors;

    @Option(
            names = "--share",
            paramLabel = "K/N",
            defaultValue = "1/1",
            description = "This is machine K of N that send the run together; merge combines their results.")
    private MachineShare share;

    @Option(
            names = "--zero-at",
            paramLabel = "INSTANT",
            description = "Time zero, the same for all machines: 2026-01-01T12:00:00Z.")
    private Instant zero;

    @Option(names = "--results", defaultValue = "load/target/gatling", description = "Folder (${DEFAULT-VALUE}).")
    private Path results;

    @Override
    public Integer call() throws InterruptedException {
        if (form == null) {
            return target == null
                    ? load(new Ports(portBase).gateway(), Optional.of(new Stack(Project.locate(), new Ports(portBase))))
                    : load(target, Optional.empty());
        }
        if (target != null) {
            throw new IllegalArgumentException(
                    "--form starts a shop, --target names a running one: use only one of them");
        }
        Stack stack = new Stack(Project.locate(), new Ports(portBase));
        TerminalProgress progress = new TerminalProgress(System.out);
        try (TemporaryStack shop = TemporaryStack.of(stack)) {
            stack.start(EnumSet.allOf(Component.class), ServiceForms.parse(form), progress);
            new ShopFilling(stack).fill(progress);
            return load(stack.ports().gateway(), Optional.of(stack));
        }
    }

    /** @param local the stack behind the gateway; empty if it does not run on this machine */
    private int load(URI gateway, Optional<Stack> local) throws InterruptedException {
        GeneratorSettings settings = new GeneratorSettings(
                model,
                rate == null ? model.rate() : rate,
                warmUp,
                duration == null ? model.duration() : duration,
                gateway,
                visitors.customers(),
                visitors.seed(),
                results,
                new GeneratorSettings.Machine(share, Optional.ofNullable(zero)),
                Optional.empty());
        if (model.scaledDownBy(settings.rate()) != 1) {
            System.out.printf(
                    "%s, scaled down by a factor of %.4g to %.4g requests a second at peak.%n",
                    model, model.scaledDownBy(settings.rate()), settings.rate());
        }
        Generator generator = new Generator(System.out::println, true);
        if (!model.isOrders() || share.of() > 1) {
            LoadResult result = generator.run(settings);
            System.out.print(LoadResultText.of(result));
            return status(result);
        }
        MeasuredRun.Result result = new MeasuredRun(generator, gateway, local).run(settings);
        System.out.print(LoadResultText.of(result.load()));
        System.out.print(result.orders().text());
        result.cost().ifPresent(cost -> System.out.print(OrderCostText.of(cost)));
        return status(result.load());
    }

    /** Returns the exit status of a result. */
    static int status(LoadResult result) {
        if (!result.saturation().isEmpty()) {
            return LoadCommands.INVALID;
        }
        return result.model() == LoadModel.STEP || result.errorShare() <= Slo.ERRORS ? 0 : 1;
    }
}
