package stage5.cli.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Function;
import stage5.stack.terminal.Style;

/** Tells a story step by step, with the time that each step took. */
final class StepPrinter {

    /** A step of the story: what it does, it returns. */
    interface Step<T> {
        T take() throws InterruptedException;
    }

    private final PrintStream out;
    private int steps;

    StepPrinter(PrintStream out) {
        this.out = out;
    }

    /** Returns what the step returns, once it is told; {@code title} says what happens, {@code tale} how it ended. */
    <T> T print(String title, Step<T> step, Function<T, String> tale) throws InterruptedException {
        long start = System.nanoTime();
        T outcome = step.take();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        out.printf(
                "%3d  %-14s %6d ms  %s%n", ++steps, Style.STRONG.of(pad(title)), took.toMillis(), tale.apply(outcome));
        return outcome;
    }

    /** Adds a line to the step that was told last. */
    void printDetail(String line) {
        out.printf("     %-14s %6s     %s%n", "", "", line);
    }

    private static String pad(String title) {
        return "%-14s".formatted(title);
    }
}
