package stage5.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import stage5.cli.stack.Part;
import stage5.cli.terminal.TerminalProgress;

/** Lets a part finish what it is at and end (SIGTERM). */
@Command(name = "stop", description = "Lets a part finish what it is at and end (SIGTERM).")
public final class StopCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PART", description = "cloud, gateway or a service.")
    private String part;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        options.stack().stop(Part.of(part), new TerminalProgress(System.out));
        return 0;
    }
}
