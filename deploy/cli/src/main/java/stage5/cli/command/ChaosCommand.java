package stage5.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import stage5.cli.chaos.Chaos;
import stage5.cli.chaos.ChaosOutcome;
import stage5.cli.chaos.ChaosPlan;
import stage5.stack.seed.Catalogue;
import stage5.stack.seed.SeedProduct;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.terminal.TerminalProgress;

/** Kills services while orders come in, and proves that it cost nothing but time. */
@Command(
        name = "chaos",
        sortOptions = false,
        description = "Kills one service after the other while orders come in, then checks that nothing was lost.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every promise holds", "1:one is broken, or the shop does not come to rest"})
public final class ChaosCommand implements Callable<Integer> {

    @Option(
            names = "--orders",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Orders at least; more until each victim was killed once (${DEFAULT-VALUE}).")
    private int orders;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "Orders a second (${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "From a victim's return to the next kill (${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--victims",
            paramLabel = "PART",
            split = ",",
            description = "Who is killed, in this order and over again; all five services if none is named.")
    private List<String> victims = List.of();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "How long the shop may take afterwards to answer everybody, and again to come to rest"
                    + " (${DEFAULT-VALUE}).")
    private int timeout;

    @Mixin
    private StackOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = options.stack();
        if (stack.running().isEmpty()) {
            throw new StackException("There is nothing to kill. %s starts the shop."
                    .formatted(stack.ports().call("up")));
        }
        List<String> skus =
                Catalogue.of(Catalogue.SEED).stream().map(SeedProduct::sku).toList();
        ChaosOutcome outcome = new Chaos(stack, skus, new TerminalProgress(System.out)).run(plan());
        new ReportPrinter(System.out).print(outcome.report());
        return outcome.report().holds() && outcome.report().quiet() ? 0 : 1;
    }

    private ChaosPlan plan() {
        List<Component> components = victims.isEmpty()
                ? List.copyOf(Component.services())
                : victims.stream().map(Component::service).toList();
        try {
            return new ChaosPlan(orders, rate, Duration.ofSeconds(every), components, Duration.ofSeconds(timeout));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
