package stage5.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import stage5.stack.Component;
import stage5.stack.terminal.TerminalProgress;

/** Stops whatever of the shop still runs. */
@Command(name = "down", description = "Stops whatever of the shop still runs, and cleans up.")
public final class DownCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        List<Component> stopped = options.stack().stop(new TerminalProgress(System.out));
        System.out.println(stopped.isEmpty() ? "Nothing runs." : "The shop is down.");
        return 0;
    }
}
