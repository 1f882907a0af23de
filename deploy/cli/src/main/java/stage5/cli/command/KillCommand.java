package stage5.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import stage5.cli.stack.Part;
import stage5.cli.stack.Stack;

/** Ends a part in the middle of whatever it is at (SIGKILL). */
@Command(name = "kill", description = "Ends a part in the middle of whatever it is at (SIGKILL).")
public final class KillCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PART", description = "cloud, gateway or a service.")
    private String part;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        Part victim = Part.of(part);
        Stack stack = options.stack();
        stack.kill(victim);
        System.out.printf(
                "%s was killed; %s brings it back.%n", victim, stack.ports().call("start " + victim));
        return 0;
    }
}
