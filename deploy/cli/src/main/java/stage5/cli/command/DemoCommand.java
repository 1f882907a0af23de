package stage5.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import stage5.cli.demo.CustomerJourney;
import stage5.stack.ComponentStatus;
import stage5.stack.Stack;
import stage5.stack.StackException;

/** Performs one customer's journey through the running shop. */
@Command(name = "demo", description = "Performs one customer's journey through the running shop and prints each step.")
public final class DemoCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = options.stack();
        if (stack.running().isEmpty()) {
            throw new StackException(
                    "No shop runs. %s starts it.".formatted(stack.ports().call("up")));
        }
        for (ComponentStatus component : stack.status()) {
            if (!component.isWell()) {
                System.out.printf("%s is %s, so the demo may fail.%n", component.component(), component.state());
            }
        }
        new CustomerJourney(stack.ports(), System.out).run();
        return 0;
    }
}
