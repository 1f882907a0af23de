package stage5.cli.command;

import java.io.PrintStream;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import stage5.cli.demo.CustomerJourney;
import stage5.stack.seed.ShopFilling;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.TemporaryStack;
import stage5.stack.terminal.ProgressListener;
import stage5.stack.terminal.TerminalProgress;

/**
 * Makes the AOT caches of what is built: a shop of its own is filled and visited, while each JVM takes notes of what it
 * loads and calls. Every later start, until the next build, goes on from there.
 */
@Command(name = "train", description = "Makes the AOT caches that let all components start in half the time.")
public final class TrainCommand implements Callable<Integer> {

    /** Beside the usual ports and those of the acceptance suite. */
    private static final int PORT_BASE = 20080;

    private static final int JOURNEYS = 8;

    @Override
    public Integer call() throws InterruptedException {
        ProgressListener progress = new TerminalProgress(System.out);
        Stack stack = Stack.training(Project.locate(), new Ports(PORT_BASE));
        try (TemporaryStack shop = TemporaryStack.of(stack)) {
            stack.start(EnumSet.allOf(Component.class), progress);
            new ShopFilling(stack).fill(progress);
            for (int i = 0; i < JOURNEYS; i++) {
                new CustomerJourney(stack.ports(), new PrintStream(PrintStream.nullOutputStream())).walk();
            }
            System.out.println("Writing the caches ...");
            stack.stop(progress);
        }
        return 0;
    }
}
