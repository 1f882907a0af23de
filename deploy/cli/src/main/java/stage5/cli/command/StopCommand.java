package stage5.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import stage5.stack.Component;
import stage5.stack.terminal.TerminalProgress;

/** Stops a component after its work in progress (SIGTERM). */
@Command(name = "stop", description = "Stops a component after its work in progress (SIGTERM).")
public final class StopCommand implements Callable<Integer> {

    @Parameters(paramLabel = "COMPONENT", description = "cloud, or the name of a service.")
    private String component;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        options.stack().stop(Component.of(component), new TerminalProgress(System.out));
        return 0;
    }
}
