package stage5.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import stage5.stack.Component;
import stage5.stack.terminal.TerminalProgress;

/** Stops all components that still run. */
@Command(name = "down", description = "Stops all components of the shop that still run.")
public final class DownCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        List<Component> stopped = options.stack().stop(new TerminalProgress(System.out));
        System.out.println(stopped.isEmpty() ? "Nothing runs." : "The shop is stopped.");
        return 0;
    }
}
