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
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.shop.Api;
import stage5.stack.shop.ProductList;
import stage5.stack.terminal.TerminalProgress;

/** Kills services under load, and then checks every invariant. */
@Command(
        name = "chaos",
        sortOptions = false,
        description = "Kills one service after the other under load, then checks that no invariant is violated.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every invariant holds", "1:an invariant is violated, or the shop does not become quiet"})
public final class ChaosCommand implements Callable<Integer> {

    @Option(
            names = "--orders",
            paramLabel = "N",
            defaultValue = "2000",
            description =
                    "Minimum number of orders; more are placed until each service was killed once (${DEFAULT-VALUE}).")
    private int orders;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "Orders per second (${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Seconds between the restart of one service and the next kill (${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--victims",
            paramLabel = "COMPONENT",
            split = ",",
            description = "Services to kill, repeatedly and in this order (all five by default).")
    private List<String> victims = List.of();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "Time limit afterwards until every request is answered, and again until the shop is quiet"
                    + " (${DEFAULT-VALUE}).")
    private int waitSeconds;

    @Mixin
    private StackOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = options.stack();
        if (stack.running().isEmpty()) {
            throw new StackException(
                    "No shop runs. %s starts it.".formatted(stack.ports().call("up")));
        }
        ChaosOutcome outcome = new Chaos(stack, skus(stack), new TerminalProgress(System.out)).run(plan(), () -> {});
        new ReportPrinter(System.out).print(outcome.report());
        return outcome.report().holds() && outcome.report().quiet() ? 0 : 1;
    }

    private static List<String> skus(Stack stack) throws InterruptedException {
        try (Api shop = new Api(stack.ports().gateway())) {
            return ProductList.skus(shop);
        }
    }

    private ChaosPlan plan() {
        List<Component> components = victims.isEmpty()
                ? List.copyOf(Component.services())
                : victims.stream().map(Component::service).toList();
        try {
            return new ChaosPlan(orders, rate, Duration.ofSeconds(every), components, Duration.ofSeconds(waitSeconds));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
