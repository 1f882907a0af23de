package stage5.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import stage5.stack.Component;
import stage5.stack.terminal.TerminalProgress;

/** Starts a component that does not run. */
@Command(name = "start", description = "Starts a component that does not run.")
public final class StartCommand implements Callable<Integer> {

    @Parameters(paramLabel = "COMPONENT", description = "cloud, or the name of a service.")
    private String component;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        options.stack().start(Component.of(component), new TerminalProgress(System.out));
        return 0;
    }
}
