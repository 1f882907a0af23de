package stage5.cli.command;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.cli.measure.StartUpMeasurement;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.TemporaryStack;
import stage5.stack.terminal.ProgressListener;

/** Measures the start-up time and resident memory of all built artifacts of the services. */
@Command(
        name = "measure",
        sortOptions = false,
        description = "Starts each built artifact of the services several times and prints medians as a table.")
public final class MeasureCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "The services (all by default).")
    private List<String> services = List.of();

    @Option(
            names = "--starts",
            paramLabel = "N",
            defaultValue = "15",
            description = "Measured starts of each artifact (${DEFAULT-VALUE}).")
    private int starts;

    @Option(
            names = "--bars",
            description =
                    "Fail if a native executable exceeds its thresholds: 100 ms to the first response (a function:"
                            + " 60 ms to its first \"next\"), 96 MiB resident memory.")
    private boolean enforceThresholds;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Stack stack = options.stack();
        try (TemporaryStack cloud = TemporaryStack.of(stack)) {
            stack.start(EnumSet.of(Component.CLOUD), ProgressListener.silent());
            List<String> violations = new StartUpMeasurement(stack, starts, System.out).of(wanted());
            if (enforceThresholds && !violations.isEmpty()) {
                violations.forEach(System.err::println);
                return 1;
            }
        }
        return 0;
    }

    private Set<Component> wanted() {
        return services.isEmpty()
                ? Component.services()
                : EnumSet.copyOf(services.stream().map(Component::of).toList());
    }
}
