package stage5.stack;

import stage5.stack.Stack;
import stage5.stack.terminal.ProgressListener;

/** A stack that lives no longer than the command which starts it, however that ends. */
public record TemporaryStack(Stack stack) implements AutoCloseable {

    public static TemporaryStack of(Stack stack) {
        TemporaryStack temporary = new TemporaryStack(stack);
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
            stack.stop(ProgressListener.silent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
