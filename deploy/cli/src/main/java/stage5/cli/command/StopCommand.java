package stage5.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import stage5.stack.Component;
import stage5.stack.terminal.TerminalProgress;

/** Lets a component finish what it is at and end (SIGTERM). */
@Command(name = "stop", description = "Lets a component finish what it is at and end (SIGTERM).")
public final class StopCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PART", description = "cloud, gateway or a service.")
    private String component;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        options.stack().stop(Component.of(component), new TerminalProgress(System.out));
        return 0;
    }
}
