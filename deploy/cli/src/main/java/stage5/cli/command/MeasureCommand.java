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

/** Measures how fast what is built comes up, and how much memory it takes then. */
@Command(
        name = "measure",
        sortOptions = false,
        description = "Starts all that is built of the services again and again, and prints medians as a table.")
public final class MeasureCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Which services; all where none is named.")
    private List<String> services = List.of();

    @Option(
            names = "--starts",
            paramLabel = "N",
            defaultValue = "15",
            description = "How many starts of each artifact count (${DEFAULT-VALUE}).")
    private int starts;

    @Option(
            names = "--bars",
            description =
                    "Fail if a native executable takes more than it may: 100 ms to the first answer, a function 60 ms"
                            + " to its first \"next\", 96 MiB.")
    private boolean bars;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Stack stack = options.stack();
        try (TemporaryStack cloud = TemporaryStack.of(stack)) {
            stack.start(EnumSet.of(Component.CLOUD), ProgressListener.silent());
            List<String> missed = new StartUpMeasurement(stack, starts, System.out).of(wanted());
            if (bars && !missed.isEmpty()) {
                missed.forEach(System.err::println);
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
