package stage5.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import stage5.cli.stack.Part;
import stage5.cli.terminal.TerminalProgress;

/** Stops a part in good order and starts it again. */
@Command(name = "restart", description = "Stops a part in good order and starts it again.")
public final class RestartCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PART", description = "cloud, gateway or a service.")
    private String part;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        options.stack().restart(Part.of(part), new TerminalProgress(System.out));
        return 0;
    }
}
