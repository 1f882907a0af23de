package stage5.stack;

import stage5.stack.terminal.ProgressListener;

/** A stack that stops when the command that started it ends, also on a signal. */
public record TemporaryStack(Stack stack) implements AutoCloseable {

    /** Returns the stack, which a shutdown hook stops unless {@link #close} has stopped it before. */
    public static TemporaryStack of(Stack stack) {
        TemporaryStack temporary = new TemporaryStack(stack);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(temporary::close));
        return temporary;
    }

    /** Stops the stack, unless another process started it. */
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
