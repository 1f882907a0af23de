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
import stage5.cli.command.Temporary;
import stage5.cli.seed.ShopFilling;
import stage5.cli.stack.Forms;
import stage5.cli.stack.Part;
import stage5.cli.stack.Ports;
import stage5.cli.stack.Project;
import stage5.cli.stack.Stack;
import stage5.cli.terminal.TerminalProgress;
import stage5.load.generator.Generator;
import stage5.load.generator.LoadResult;
import stage5.load.generator.Settings;
import stage5.load.generator.Slo;
import stage5.load.plan.Model;
import stage5.load.plan.Share;

/** Runs one model against a shop, and leaves Gatling's report and a summary. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = MergeCommand.class,
        description = "Puts load on a shop: open arrivals, deterministic from a seed.")
final class LoadCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            defaultValue = "browse",
            description = "browse, checkout, flash, soak, step, growth-50, growth-500, growth-5000 or growth-50000"
                    + " (${DEFAULT-VALUE}).")
    private Model model;

    @Option(names = "--rate", description = "Requests a second; orders in checkout. By default the model's.")
    private Double rate;

    @Option(names = "--duration", description = "ISO 8601: PT90S. By default the model's.")
    private Duration duration;

    @Option(
            names = "--warm-up",
            defaultValue = "PT10S",
            description = "How long visitors come before it counts (${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description =
                    "Start a shop for the run, in that form: container, lambda, or catalog=lambda,order=container.")
    private String form;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description = "The gateway of a shop that runs; by default the one at the port base.")
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
            description = "Of N machines that send the run together this is number K; merge sums them up.")
    private Share share;

    @Option(
            names = "--zero-at",
            paramLabel = "INSTANT",
            description = "When time zero shall be, the same for all machines: 2026-01-01T12:00:00Z.")
    private Instant zero;

    @Option(names = "--results", defaultValue = "load/target/gatling", description = "Folder (${DEFAULT-VALUE}).")
    private Path results;

    @Override
    public Integer call() throws InterruptedException {
        if (form == null) {
            return load(target == null ? new Ports(portBase).gateway() : target);
        }
        if (target != null) {
            throw new IllegalArgumentException("A shop that runs has its form: --form or --target, not both");
        }
        Stack stack = new Stack(Project.locate(), new Ports(portBase));
        TerminalProgress progress = new TerminalProgress(System.out);
        try (Temporary shop = Temporary.of(stack)) {
            stack.start(EnumSet.allOf(Part.class), Forms.parse(form), progress);
            new ShopFilling(stack).fill(progress);
            return load(stack.ports().gateway());
        }
    }

    private int load(URI gateway) throws InterruptedException {
        Settings settings = new Settings(
                model,
                rate == null ? model.rate() : rate,
                warmUp,
                duration == null ? model.duration() : duration,
                gateway,
                visitors.customers(),
                visitors.seed(),
                results,
                new Settings.Machine(share, Optional.ofNullable(zero)),
                Optional.empty());
        if (model.scaledDownBy(settings.rate()) != 1) {
            System.out.printf(
                    "%s, scaled down by a factor of %.4g to %.4g requests a second at peak.%n",
                    model, model.scaledDownBy(settings.rate()), settings.rate());
        }
        LoadResult result = new Generator(System.out::println, true).run(settings);
        System.out.print(Summary.of(result));
        return status(result);
    }

    /** Returns the exit status that a run comes to. */
    static int status(LoadResult result) {
        if (!result.saturation().isEmpty()) {
            return LoadCommands.INVALID;
        }
        return result.model() == Model.STEP || result.errorShare() <= Slo.ERRORS ? 0 : 1;
    }
}
