package stage5.load.overload;

import java.util.List;
import java.util.Locale;

/**
 * A bar that a run must reach, and what was measured.
 *
 * @param what the quantity
 * @param required the bar, in words
 * @param measured the value, in words
 */
public record Bar(String what, String required, String measured, boolean ok) {

    private static final String ROW = "  %-44s %-30s %-40s %s%n";

    /** Returns the bars as a table. */
    public static String table(List<Bar> bars) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%n" + ROW, "", "bar", "measured", ""));
        bars.forEach(bar -> text.append(String.format(
                Locale.ROOT, ROW, bar.what(), bar.required(), bar.measured(), bar.ok() ? "ok" : "missed")));
        return text.toString();
    }

    /** Returns whether every bar is reached. */
    public static boolean areReached(List<Bar> bars) {
        return bars.stream().allMatch(Bar::ok);
    }
}
