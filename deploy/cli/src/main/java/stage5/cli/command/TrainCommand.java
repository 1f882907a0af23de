package stage5.cli.command;

import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import stage5.cli.demo.CustomerJourney;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.TemporaryStack;
import stage5.stack.seed.ShopFilling;
import stage5.stack.terminal.ProgressListener;
import stage5.stack.terminal.TerminalProgress;

/**
 * Records the AOT caches: fills a separate shop and uses it as a customer does while each JVM records the classes that
 * it loads and the methods that it calls. Starts use the caches until the next build.
 */
@Command(name = "train", description = "Records the AOT caches, with which all components start in half the time.")
public final class TrainCommand implements Callable<Integer> {

    /** Apart from the default ports and those of the acceptance suite. */
    private static final int PORT_BASE = 20080;

    @Override
    public Integer call() throws InterruptedException {
        ProgressListener progress = new TerminalProgress(System.out);
        Stack stack = Stack.training(Project.locate(), new Ports(PORT_BASE));
        try (TemporaryStack shop = TemporaryStack.of(stack)) {
            stack.start(EnumSet.allOf(Component.class), progress);
            new ShopFilling(stack).fill(progress);
            CustomerJourney.train(stack.ports());
            System.out.println("Writing the caches ...");
            stack.stop(progress);
        }
        return 0;
    }
}
