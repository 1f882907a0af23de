package stage5.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import stage5.stack.Component;
import stage5.stack.terminal.TerminalProgress;

/** Stops a component (SIGTERM) and starts it again. */
@Command(name = "restart", description = "Stops a component (SIGTERM) and starts it again.")
public final class RestartCommand implements Callable<Integer> {

    @Parameters(paramLabel = "COMPONENT", description = "cloud, or the name of a service.")
    private String component;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        options.stack().restart(Component.of(component), new TerminalProgress(System.out));
        return 0;
    }
}
