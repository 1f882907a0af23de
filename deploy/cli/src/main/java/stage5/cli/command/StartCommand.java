package stage5.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import stage5.cli.stack.Part;
import stage5.cli.terminal.TerminalProgress;

/** Starts a part that was stopped, was killed or has died. */
@Command(name = "start", description = "Starts a part that was stopped, was killed or has died.")
public final class StartCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PART", description = "cloud, gateway or a service.")
    private String part;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        options.stack().start(Part.of(part), new TerminalProgress(System.out));
        return 0;
    }
}
