package stage5.cli.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Function;
import stage5.stack.terminal.Style;

/** Performs steps and prints each with its number, its time and its result. */
final class StepPrinter {

    /** A step and its result. */
    interface Step<T> {
        T perform() throws InterruptedException;
    }

    private final PrintStream out;
    private int steps;

    StepPrinter(PrintStream out) {
        this.out = out;
    }

    /** Performs the step, prints its title and a description of its result, and returns the result. */
    <T> T print(String title, Step<T> step, Function<T, String> description) throws InterruptedException {
        long start = System.nanoTime();
        T result = step.perform();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        out.printf(
                "%3d  %-14s %6d ms  %s%n",
                ++steps, Style.STRONG.of(pad(title)), took.toMillis(), description.apply(result));
        return result;
    }

    /** Prints another line for the last step. */
    void printDetail(String line) {
        out.printf("     %-14s %6s     %s%n", "", "", line);
    }

    private static String pad(String title) {
        return "%-14s".formatted(title);
    }
}
