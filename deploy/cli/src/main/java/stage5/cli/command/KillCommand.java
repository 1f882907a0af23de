package stage5.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import stage5.stack.Component;
import stage5.stack.Stack;

/** Kills a component (SIGKILL). */
@Command(name = "kill", description = "Kills a component (SIGKILL).")
public final class KillCommand implements Callable<Integer> {

    @Parameters(paramLabel = "COMPONENT", description = "cloud, or the name of a service.")
    private String component;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        Component victim = Component.of(component);
        Stack stack = options.stack();
        stack.kill(victim);
        System.out.printf(
                "%s was killed; %s starts it again.%n", victim, stack.ports().call("start " + victim));
        return 0;
    }
}
