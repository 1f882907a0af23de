package stage5.stack.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints a line for each step, with the time that it took. */
public final class TerminalProgress implements ProgressListener {

    private final PrintStream out;

    public TerminalProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void done(String step, Duration took) {
        out.printf(Locale.ROOT, "  %s %-44s %7s%n", Style.GOOD.of("✓"), step, seconds(took));
    }

    @Override
    public void note(String line) {
        out.println("  " + line);
    }

    /** Returns a duration such as {@code 12.3 s}. */
    public static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
