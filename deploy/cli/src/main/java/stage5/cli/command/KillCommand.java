package stage5.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import stage5.stack.Component;
import stage5.stack.Stack;

/** Ends a component in the middle of whatever it is at (SIGKILL). */
@Command(name = "kill", description = "Ends a component in the middle of whatever it is at (SIGKILL).")
public final class KillCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PART", description = "cloud, gateway or a service.")
    private String component;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        Component victim = Component.of(component);
        Stack stack = options.stack();
        stack.kill(victim);
        System.out.printf(
                "%s was killed; %s brings it back.%n", victim, stack.ports().call("start " + victim));
        return 0;
    }
}
