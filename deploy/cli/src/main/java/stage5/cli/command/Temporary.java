package stage5.cli.command;

import stage5.cli.stack.Stack;
import stage5.cli.terminal.Progress;

/** A stack that lives no longer than the command which starts it, however that ends. */
public record Temporary(Stack stack) implements AutoCloseable {

    public static Temporary of(Stack stack) {
        Temporary temporary = new Temporary(stack);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(temporary::close));
        return temporary;
    }

    /** Takes down what runs; what another command has started is left alone. */
    @Override
    public void close() {
        if (!stack.isStartedHere()) {
            return;
        }
        try {
            stack.stop(Progress.silent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
