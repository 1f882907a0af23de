package stage5.load.generator;

import io.gatling.app.Gatling;
import java.util.ArrayList;
import java.util.List;

/**
 * The generator's process: Gatling with a {@link ShopSimulation}. It is a process of its own so that each run has the same
 * start, and so that Gatling, which ends its process, ends nothing else.
 */
final class GeneratorMain {

    /** What the line begins with that says when time zero will be. */
    static final String ZERO = "zero at ";

    /** The system property that asks for Gatling's report. */
    static final String REPORT = "stage5.load.report";

    private GeneratorMain() {}

    public static void main(String[] arguments) {
        List<String> options = new ArrayList<>(List.of(
                "--simulation",
                ShopSimulation.class.getName(),
                "--results-folder",
                Settings.read().results().toString()));
        if (!Boolean.getBoolean(REPORT)) {
            options.add("--no-reports");
        }
        try {
            Gatling.main(options.toArray(String[]::new));
        } catch (Throwable e) {
            // Gatling is written in Scala and declares no checked exceptions. Its threads would keep the process alive.
            tell(e);
            System.exit(1);
        }
    }

    /** Says in a sentence what a person can do something about, and where a defect is at length. */
    private static void tell(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LoadException) {
                System.err.println(cause.getMessage());
                return;
            }
        }
        failure.printStackTrace();
    }
}
